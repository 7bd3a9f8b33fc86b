package io.kafkasdk.tuning;

/** What the advice on a producer is to make better. */
public enum TuningGoal {

    /**
     * The least cost of a record all in all: the processor time of the client, and what its bytes cost on the way, at the
     * brokers and their replicas. The default; it is also what gets most records through.
     */
    THROUGHPUT,
    /** The fewest bytes on the wire and on disk, as long as the application can pay for the compression. */
    BYTES,
    /** The shortest way to the acknowledgement: no longer linger than 2 ms, and a codec that costs little time. */
    LATENCY
}
