package io.kafkasdk.consumer;

/**
 * Where a consumer is in its life.
 *
 * <pre>
 * CREATED --start--&gt; RUNNING --close--&gt; DRAINING --&gt; CLOSED
 *    |                  |  ^                 ^
 *    |            pause v  | resume          |
 *    |                 PAUSED ----close------+
 *    +--close--&gt; CLOSED      RUNNING, PAUSED or DRAINING --fatal error--&gt; FAILED --close--&gt; CLOSED
 * </pre>
 *
 * A start for which no host name resolves comes back to CREATED, and may be tried again.
 */
public enum ConsumerState {
    /** Made, not started: no thread, no connection. */
    CREATED,
    /** Fetching and handling, or waiting for partitions. */
    RUNNING,
    /** Paused by the application: keeps its partitions, fetches nothing, finishes what it has. */
    PAUSED,
    /** Closing: fetches nothing, finishes what runs, commits. */
    DRAINING,
    /** Ended as asked. */
    CLOSED,
    /** Ended by an error that retrying cannot cure; see {@link ManagedConsumer#failure()}. */
    FAILED
}
