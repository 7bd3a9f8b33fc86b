package io.kafkasdk.consumer;

import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Ordering;
import io.kafkasdk.settings.Retries;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What one simulation is about.
 *
 * @param members the most members at a time
 * @param steps how many things happen before all faults end
 * @param ordering which records wait for one another
 * @param policy what becomes of failures
 * @param isAsync whether handlers are asynchronous
 * @param turn the most records of a lane's turn
 * @param lanes how many lanes
 * @param maxPollRecords the most records of a poll
 * @param limits of the consumers
 * @param rates how often what goes wrong
 */
record Scenario(
        int members,
        int steps,
        Ordering ordering,
        FailurePolicy policy,
        boolean isAsync,
        int turn,
        int lanes,
        int maxPollRecords,
        ConsumerLimits limits,
        Rates rates) {

    static final Duration DELAY = Duration.ofMillis(8);
    static final Duration COMMIT_INTERVAL = Duration.ofMillis(50);
    static final Duration DRAIN_TIMEOUT = Duration.ofMillis(80);
    static final Duration CLOSE_TIMEOUT = Duration.ofMillis(3_200);
    static final Duration ASYNC_TIMEOUT = Duration.ofMillis(200);
    private static final Retries RETRIES = new Retries(1, DELAY, DELAY, Set.of());

    /**
     * How often what goes wrong, in percent.
     *
     * @param handler handlers that fail
     * @param poison records whose handler always fails
     * @param deadLetter dead letters that are refused
     * @param commit commits that fail, or whose answer is lost
     * @param late answers to commits that take longer
     * @param upheaval steps in which members and partitions move
     * @param nested handlers during which other things happen
     */
    record Rates(int handler, int poison, int deadLetter, int commit, int late, int upheaval, int nested) {

        static Rates drawn(Dice dice) {
            return new Rates(
                    dice.oneOf(0, 10, 40),
                    dice.oneOf(0, 0, 15, 100),
                    dice.oneOf(0, 30, 80),
                    dice.oneOf(0, 20, 70),
                    dice.oneOf(0, 30, 80),
                    dice.oneOf(0, 3, 8, 20),
                    dice.oneOf(0, 10, 30));
        }
    }

    static Scenario drawn(Dice dice) {
        int maxPollRecords = dice.between(1, 4);
        int turn = dice.oneOf(1, 2, 16);
        boolean isAsync = dice.chance(70);
        return new Scenario(
                dice.between(1, 3),
                dice.between(30, 130),
                dice.oneOf(List.of(Ordering.values())),
                policy(dice),
                isAsync,
                turn,
                dice.oneOf(1, 2, 8),
                maxPollRecords,
                limits(dice, maxPollRecords, isAsync ? turn : 1),
                Rates.drawn(dice));
    }

    private static FailurePolicy policy(Dice dice) {
        Retries retries = RETRIES.attempts(dice.between(1, 3));
        int circuit = dice.oneOf(1, 3, 50);
        return switch (dice.below(3)) {
            case 0 -> new FailurePolicy.RetryForEver(DELAY, DELAY);
            case 1 -> FailurePolicy.DEAD_LETTER.retries(retries).circuit(circuit);
            default -> new FailurePolicy.Skip(retries, circuit);
        };
    }

    private static ConsumerLimits limits(Dice dice, int maxPollRecords, int leastConcurrency) {
        return new ConsumerLimits(
                leastConcurrency + dice.below(3),
                maxPollRecords + dice.oneOf(0, 1, 4, 1_000),
                dice.oneOf(12, 30, 1_000_000),
                COMMIT_INTERVAL,
                dice.oneOf(2, 1_000),
                DRAIN_TIMEOUT,
                10,
                ASYNC_TIMEOUT);
    }

    /** Returns how often a record is tried before it is given up. */
    int attempts() {
        if (policy instanceof FailurePolicy.DeadLetterTopic toTopic) {
            return toTopic.retries().attempts();
        }
        return policy instanceof FailurePolicy.Skip skip ? skip.retries().attempts() : Integer.MAX_VALUE;
    }
}
