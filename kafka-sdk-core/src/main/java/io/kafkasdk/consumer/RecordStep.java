package io.kafkasdk.consumer;

import io.kafkasdk.internal.RecordReader;

/**
 * Runs a {@link RecordHandler}, one record after the other.
 *
 * <p><b>Threads:</b> worker threads.
 */
final class RecordStep<K, V> implements Lane.Step {

    private final RecordReader<K, V> reader;
    private final RecordHandler<K, V> handler;
    private final Attempts attempts;

    RecordStep(RecordReader<K, V> reader, RecordHandler<K, V> handler, Attempts attempts) {
        this.reader = reader;
        this.handler = handler;
        this.attempts = attempts;
    }

    @Override
    public void run(Lane lane, Desk desk, int count) {
        long now = attempts.now();
        Work[] works = desk.works();
        for (int i = 0; i < count; i++) {
            Work work = works[i];
            if (!lane.divert(work) && desk.enter(work, now) && attempts.mayRun(lane, desk, work, now)) {
                now = attempt(lane, desk, work, now);
            }
        }
    }

    private long attempt(Lane lane, Desk desk, Work work, long start) {
        try {
            handler.handle(reader.read(work.record()));
        } catch (Throwable failure) {
            long failed = attempts.now();
            attempts.failed(lane, desk, work, failure, failed - start);
            return attempts.now();
        } finally {
            // A handler that leaves its thread interrupted must not break the next one.
            Thread.interrupted();
        }
        long end = attempts.now();
        attempts.handled(desk, work, end - start);
        return end;
    }
}
