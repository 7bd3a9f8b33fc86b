package io.kafkasdk.consumer;

import io.kafkasdk.internal.RecordReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Runs a {@link BatchHandler} with what a lane has. A batch that fails is run again record by record, so that each record has
 * its own attempts and its own end.
 *
 * <p><b>Threads:</b> worker threads.
 */
final class BatchStep<K, V> implements Lane.Step {

    private final RecordReader<K, V> reader;
    private final BatchHandler<K, V> handler;
    private final Attempts attempts;
    private final Consumer<Throwable> onFailedBatch;

    /**
     * Makes a step.
     *
     * @param reader deserializes
     * @param handler handles batches
     * @param attempts what follows from an end
     * @param onFailedBatch told of a batch of several records that failed
     */
    BatchStep(
            RecordReader<K, V> reader,
            BatchHandler<K, V> handler,
            Attempts attempts,
            Consumer<Throwable> onFailedBatch) {
        this.reader = reader;
        this.handler = handler;
        this.attempts = attempts;
        this.onFailedBatch = onFailedBatch;
    }

    @Override
    public void run(Lane lane, Desk desk, int count) {
        Batch batch = new Batch(lane, desk);
        try {
            for (int i = 0; i < count; i++) {
                batch.take(desk.works()[i]);
            }
            batch.handle();
        } finally {
            batch.leave();
        }
    }

    /** The records of one turn, in their order. */
    private final class Batch {

        private final Lane lane;
        private final Desk desk;
        private final List<Work> entered = new ArrayList<>();
        private final List<Work> works = new ArrayList<>();
        private final List<ConsumerRecord<K, V>> records = new ArrayList<>();

        private Batch(Lane lane, Desk desk) {
            this.lane = lane;
            this.desk = desk;
        }

        private void take(Work work) {
            long now = attempts.now();
            if (lane.divert(work) || !enter(work, now)) {
                return;
            }
            if (work.failedAttempts() > 0 || attempts.isCircuitOpen()) {
                // In the order of the lane: what came before it is handled before it, and has ended or waits.
                handle();
                if (!lane.divert(work)) {
                    handleAlone(work);
                }
            } else if (attempts.isToBeHandled(lane, desk, work)) {
                read(work, now);
            }
        }

        private boolean enter(Work work, long now) {
            work.owner().started();
            if (desk.enter(work, now)) {
                entered.add(work);
                return true;
            }
            work.owner().ended();
            return false;
        }

        private void read(Work work, long start) {
            ConsumerRecord<K, V> record;
            try {
                record = reader.read(work.record());
            } catch (Throwable failure) {
                handle();
                // What came before it may wait now, and then it waits behind it.
                if (!lane.divert(work)) {
                    attempts.failed(lane, desk, work, failure, attempts.now() - start);
                }
                return;
            }
            works.add(work);
            records.add(record);
        }

        private void handle() {
            if (works.isEmpty()) {
                return;
            }
            List<Work> batch = List.copyOf(works);
            List<ConsumerRecord<K, V>> typed = List.copyOf(records);
            works.clear();
            records.clear();
            long start = attempts.now();
            desk.handles(batch.get(0), start);
            try {
                handler.handle(typed);
            } catch (Throwable failure) {
                failed(batch, failure, attempts.now() - start);
                return;
            } finally {
                Thread.interrupted();
            }
            long each = (attempts.now() - start) / batch.size();
            batch.forEach(work -> attempts.handled(desk, work, each));
        }

        private void failed(List<Work> batch, Throwable failure, long tookNanos) {
            Attempts.throwIfJvmIsBroken(failure);
            if (batch.size() == 1) {
                attempts.failed(lane, desk, batch.get(0), failure, tookNanos);
                return;
            }
            onFailedBatch.accept(failure);
            for (Work work : batch) {
                if (!work.owner().isStopped() && !lane.divert(work)) {
                    handleAlone(work);
                }
            }
        }

        private void handleAlone(Work work) {
            long start = attempts.now();
            if (!attempts.mayRun(lane, desk, work, start)) {
                return;
            }
            desk.handles(work, start);
            try {
                handler.handle(List.of(reader.read(work.record())));
            } catch (Throwable failure) {
                attempts.failed(lane, desk, work, failure, attempts.now() - start);
                return;
            } finally {
                Thread.interrupted();
            }
            attempts.handled(desk, work, attempts.now() - start);
        }

        private void leave() {
            desk.count();
            entered.forEach(attempts::left);
        }
    }
}
