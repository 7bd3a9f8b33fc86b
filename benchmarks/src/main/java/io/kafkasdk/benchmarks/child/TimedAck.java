package io.kafkasdk.benchmarks.child;

import org.jspecify.annotations.Nullable;

/** The callback of one record: writes down how long after its time it was told, and counts. */
final class TimedAck implements Acks {

    private final AckCount all;
    private final long[] latencies;
    private final int index;
    private final long dueNanos;

    TimedAck(AckCount all, long[] latencies, int index, long dueNanos) {
        this.all = all;
        this.latencies = latencies;
        this.index = index;
        this.dueNanos = dueNanos;
    }

    @Override
    public void accept(@Nullable Object result, @Nullable Throwable failure) {
        latencies[index] = System.nanoTime() - dueNanos;
        all.accept(result, failure);
    }
}
