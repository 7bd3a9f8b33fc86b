package io.kafkasdk.settings;

/**
 * The most records that a producer sends, as a courtesy to a shared cluster: a backfill that takes its time hurts nobody.
 * Senders that come too fast wait, up to {@code maxBlock}, and then their records are rejected.
 *
 * @param recordsPerSecond the most records in a second, 1 to 10,000,000; up to a tenth of a second's worth may go at once
 */
public record RateLimit(int recordsPerSecond) {

    private static final int MOST = 10_000_000;

    /** Checks the rate. */
    public RateLimit {
        Violations violations = new Violations("rateLimit");
        violations.checkRange("rateLimit.recordsPerSecond", recordsPerSecond, 1, MOST);
        violations.throwIfAny();
    }
}
