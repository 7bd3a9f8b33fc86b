package io.kafkasdk.accuracy;

import java.time.Duration;

/**
 * What happens to a topic and its consumer.
 *
 * <p>Times are from the start of the run.
 */
enum LagScenario {
    /** The consumer is a bit slower than the producer. */
    STEADY(1, 20, 1, 0, 22),
    /** Ten seconds of more than the consumer can take, twenty of nothing. */
    BURSTS(2, 100, 30, 0, 5),
    /** One record a minute, whose handler takes 25 seconds. */
    ONE_A_MINUTE(2, 60_000, 1, 0, 25_000),
    /** As steady, with timestamps of yesterday. */
    BACKDATED(1, 20, 1, -86_400_000, 22),
    /** As steady, from a producer whose clock is half a minute ahead. */
    CLOCK_AHEAD(1, 20, 1, 30_000, 22),
    /** The application pauses the consumer for 40 s. */
    PAUSED(2, 20, 1, 0, 1),
    /** One handler does not return for 45 s. */
    STUCK(2, 20, 1, 0, 1),
    /** The consumer is closed for 40 s; another one takes over the backlog. */
    RESTART(2, 20, 1, 0, 5),
    /** Transactions of a second, every third is aborted; read_committed, paused for 30 s. */
    TRANSACTIONS(2, 1_000, 20, 0, 5);

    static final Duration PAUSE = Duration.ofSeconds(30);
    static final Duration RESUME = Duration.ofSeconds(70);

    final double limitSeconds;
    final long everyMillis;
    final int records;
    final long clockMillis;
    final long workMillis;

    /**
     * Makes a scenario.
     *
     * @param limitSeconds the largest error that is fine
     * @param everyMillis time between two writes
     * @param records how many each write has
     * @param clockMillis what the producer's clock is ahead
     * @param workMillis how long the handler takes
     */
    LagScenario(double limitSeconds, long everyMillis, int records, long clockMillis, long workMillis) {
        this.limitSeconds = limitSeconds;
        this.everyMillis = everyMillis;
        this.records = records;
        this.clockMillis = clockMillis;
        this.workMillis = workMillis;
    }

    String topic() {
        return "lag-" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Returns whether something is written then. */
    boolean writes(Duration at) {
        return this != BURSTS || at.toSeconds() % 30 < 10;
    }
}
