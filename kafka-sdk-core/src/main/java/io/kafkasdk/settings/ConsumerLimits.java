package io.kafkasdk.settings;

import java.time.Duration;

/**
 * How much a consumer may have in work at once, and how long things may take.
 *
 * @param concurrency handlers in flight at the same time, 1 to 10,000 (platform threads: 1 to 1,024); default 8
 * @param maxInFlightRecords records fetched and not finished, over all partitions, 1 to 1,000,000; default 20,000; beyond
 *     it partitions are paused
 * @param maxInFlightBytes their keys and values in bytes, and 512 for the objects around each, 64 KiB to 4 GiB; default
 *     64 MiB. Also the most that one fetch asks for; what one poll brings may come on top
 * @param commitInterval the longest time that a finished record stays uncommitted while the cluster answers, 50 ms to
 *     1 min; default 1 s. More often costs requests, more seldom means more redelivery after a crash
 * @param commitRecords commits earlier when so many records have finished since the last one, 1 to 1,000,000; default
 *     20,000
 * @param drainTimeout how long a revoked partition or {@code close()} waits for running handlers, 0 to 5 min; default 10 s;
 *     a revoked partition waits at most half of {@code max.poll.interval.ms}
 * @param batchRecords the most records that a {@code BatchHandler} gets at once, 1 to 10,000; default 500
 * @param asyncTimeout how long the stage of an {@code AsyncHandler} may take, 10 ms to 1 h; default 1 min; then the attempt
 *     counts as failed
 */
public record ConsumerLimits(
        int concurrency,
        int maxInFlightRecords,
        long maxInFlightBytes,
        Duration commitInterval,
        int commitRecords,
        Duration drainTimeout,
        int batchRecords,
        Duration asyncTimeout) {

    /** The defaults, as the parameters state them. */
    public static final ConsumerLimits DEFAULT = new ConsumerLimits(
            8, 20_000, 64L << 20, Duration.ofSeconds(1), 20_000, Duration.ofSeconds(10), 500, Duration.ofMinutes(1));

    void check(Violations violations) {
        violations.checkRange("concurrency", concurrency, 1, 10_000);
        violations.checkRange("maxInFlightRecords", maxInFlightRecords, 1, 1_000_000);
        violations.checkRange("maxInFlightBytes", maxInFlightBytes, 64L << 10, 4L << 30);
        violations.checkRange("commitInterval", commitInterval, Duration.ofMillis(50), Duration.ofMinutes(1));
        violations.checkRange("commitRecords", commitRecords, 1, 1_000_000);
        violations.checkRange("drainTimeout", drainTimeout, Duration.ZERO, Duration.ofMinutes(5));
        violations.checkRange("batchRecords", batchRecords, 1, 10_000);
        violations.checkRange("asyncTimeout", asyncTimeout, Duration.ofMillis(10), Duration.ofHours(1));
    }

    /** Returns a copy with another number of handlers in flight. */
    public ConsumerLimits concurrency(int newConcurrency) {
        return new ConsumerLimits(
                newConcurrency,
                maxInFlightRecords,
                maxInFlightBytes,
                commitInterval,
                commitRecords,
                drainTimeout,
                batchRecords,
                asyncTimeout);
    }

    /**
     * Returns a copy with other bounds of what is fetched and not finished.
     *
     * @param records the most records
     * @param bytes the most bytes of keys and values
     */
    public ConsumerLimits inFlight(int records, long bytes) {
        return new ConsumerLimits(
                concurrency, records, bytes, commitInterval, commitRecords, drainTimeout, batchRecords, asyncTimeout);
    }

    /**
     * Returns a copy with other bounds of what is finished and not committed.
     *
     * @param interval the longest time
     * @param records the most records, give or take what finishes while a commit is under way
     */
    public ConsumerLimits commits(Duration interval, int records) {
        return new ConsumerLimits(
                concurrency,
                maxInFlightRecords,
                maxInFlightBytes,
                interval,
                records,
                drainTimeout,
                batchRecords,
                asyncTimeout);
    }

    /** Returns a copy with another wait for running handlers when partitions or the consumer go. */
    public ConsumerLimits drainTimeout(Duration newDrainTimeout) {
        return new ConsumerLimits(
                concurrency,
                maxInFlightRecords,
                maxInFlightBytes,
                commitInterval,
                commitRecords,
                newDrainTimeout,
                batchRecords,
                asyncTimeout);
    }

    /** Returns a copy with another size of batches. */
    public ConsumerLimits batchRecords(int newBatchRecords) {
        return new ConsumerLimits(
                concurrency,
                maxInFlightRecords,
                maxInFlightBytes,
                commitInterval,
                commitRecords,
                drainTimeout,
                newBatchRecords,
                asyncTimeout);
    }

    /** Returns a copy with another time limit for asynchronous handlers. */
    public ConsumerLimits asyncTimeout(Duration newAsyncTimeout) {
        return new ConsumerLimits(
                concurrency,
                maxInFlightRecords,
                maxInFlightBytes,
                commitInterval,
                commitRecords,
                drainTimeout,
                batchRecords,
                newAsyncTimeout);
    }
}
