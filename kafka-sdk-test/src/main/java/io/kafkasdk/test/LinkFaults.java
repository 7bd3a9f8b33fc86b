package io.kafkasdk.test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The faults of one direction of a link, asked by its lanes for each piece of data. */
final class LinkFaults {
    private Duration latency = Duration.ZERO;
    private Duration jitter = Duration.ZERO;
    private long bytesPerSecond = Long.MAX_VALUE;
    private boolean blackHole;

    synchronized void latency(Duration latency, Duration jitter) {
        this.latency = latency;
        this.jitter = jitter;
        notifyAll();
    }

    synchronized void bandwidth(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
        notifyAll();
    }

    synchronized void blackHole() {
        blackHole = true;
        notifyAll();
    }

    synchronized void heal() {
        latency = Duration.ZERO;
        jitter = Duration.ZERO;
        bytesPerSecond = Long.MAX_VALUE;
        blackHole = false;
        notifyAll();
    }

    synchronized boolean isBlackHole() {
        return blackHole;
    }

    /** How many bytes to deliver at once so that a limited rate does not come in large bursts. */
    synchronized int burst(int available) {
        return (int) Math.min(available, Math.max(1, bytesPerSecond / 20));
    }

    /**
     * Waits until data that arrived at a moment is due under the latency of now, which may change meanwhile.
     *
     * @param luck from -1 to 1: where in the jitter this piece of data is
     */
    void awaitLatency(long arrivedNanos, double luck) throws InterruptedException {
        awaitNothingLeft(() -> latencyLeft(arrivedNanos, luck));
    }

    /** Waits as long as a line of the current bandwidth takes for so many bytes. */
    void awaitTransfer(int bytes) throws InterruptedException {
        long start = System.nanoTime();
        awaitNothingLeft(() -> transferLeft(start, bytes));
    }

    private synchronized void awaitNothingLeft(LongSupplier nanosLeft) throws InterruptedException {
        for (long left = nanosLeft.getAsLong(); left > 0; left = nanosLeft.getAsLong()) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
    }

    private long latencyLeft(long arrivedNanos, double luck) {
        long delay = latency.toNanos() + (long) (jitter.toNanos() * luck);
        return delay - (System.nanoTime() - arrivedNanos);
    }

    private long transferLeft(long startNanos, int bytes) {
        if (bytesPerSecond == Long.MAX_VALUE) {
            return 0;
        }
        return (long) (bytes * 1e9 / bytesPerSecond) - (System.nanoTime() - startNanos);
    }
}
