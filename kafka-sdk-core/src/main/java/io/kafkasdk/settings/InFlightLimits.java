package io.kafkasdk.settings;

/**
 * How much of a producer may be under way: accepted and without an outcome. Beyond it senders wait, up to
 * {@code maxBlock}, and then their records are rejected: memory does not grow while the cluster is slow or away.
 *
 * @param records the most records, 1 to 10,000,000; default 100,000
 * @param bytes the most bytes of serialized keys and values, before compression, 1 KiB to 1 TiB; default 64 MiB. Kafka's
 *     own {@code buffer.memory} bounds the batches that they are put into
 */
public record InFlightLimits(int records, long bytes) {

    /** 100,000 records and 64 MiB. */
    public static final InFlightLimits DEFAULT = new InFlightLimits(100_000, 64L << 20);

    private static final int MOST_RECORDS = 10_000_000;
    private static final long FEWEST_BYTES = 1L << 10;
    private static final long MOST_BYTES = 1L << 40;

    /** Checks both. */
    public InFlightLimits {
        Violations violations = new Violations("inFlight");
        violations.checkRange("inFlight.records", records, 1, MOST_RECORDS);
        violations.checkRange("inFlight.bytes", bytes, FEWEST_BYTES, MOST_BYTES);
        violations.throwIfAny();
    }
}
