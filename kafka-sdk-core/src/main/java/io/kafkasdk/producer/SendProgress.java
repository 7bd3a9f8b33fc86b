package io.kafkasdk.producer;

/**
 * What became of a producer's records since it was opened; only differences mean something. All counts may be some
 * microseconds behind each other.
 *
 * @param nanoTime when it was read, by {@link System#nanoTime}
 * @param records records that ended, acknowledged or not
 * @param bytes their serialized keys and values
 * @param inFlight records accepted and without an outcome
 * @param waitedNanos the time that senders spent waiting for room, summed over threads; 0 where the application, not the
 *     client, sets the pace
 */
public record SendProgress(long nanoTime, long records, long bytes, long inFlight, long waitedNanos) {}
