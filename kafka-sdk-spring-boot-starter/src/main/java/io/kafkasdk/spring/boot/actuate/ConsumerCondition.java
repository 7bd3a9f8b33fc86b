package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.consumer.AdoptedConsumer;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.GroupConsumer;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.lag.ConsumptionStatus;
import java.time.Duration;

/** How a consumer is, intent told from fault. Lag alone is no fault. */
public enum ConsumerCondition {
    /** Made and not started: somebody wants it so. */
    NOT_STARTED,
    /** It handles records, or has nothing to do. */
    RUNNING,
    /** It owns no partition: joins its group, is in a rebalance, or the others own all. */
    WITHOUT_PARTITIONS,
    /** The application paused it. */
    PAUSED,
    /** Its circuit is open: so many records failed in a row that it gives up no more, and tries one now and then. */
    CIRCUIT_OPEN,
    /** It is closing. */
    DRAINING,
    /** Ended as asked. */
    STOPPED,
    /**
     * Some of its work does not move: a handler does not return, a record is tried again and again, a dead letter topic takes
     * nothing, commits are refused, a topic is missing, a partition has no leader. What does not depend on that goes on.
     */
    HELD_UP,
    /** There is work, and nothing at all moves: no broker can be reached, polls fail, or the group does not settle. */
    STALLED,
    /** Its poll thread has not come round for so long that the group has expelled it, or is about to. */
    HUNG,
    /** Ended by an error; it does not come back by itself. */
    FAILED;

    /** Kafka's default of max.poll.interval.ms. */
    private static final Duration USUAL_POLL_LIMIT = Duration.ofMinutes(5);

    private static final int SECONDS_BETWEEN_LOOKS = 5;

    /** Returns whether the consumer as a whole cannot do its work, and nobody wanted it so. */
    public boolean isFault() {
        return this == STALLED || this == HUNG || this == FAILED;
    }

    /** Judges a consumer; never blocks. */
    static ConsumerCondition of(ManagedConsumer consumer) {
        ConsumerState state = consumer.state();
        boolean alive = state == ConsumerState.RUNNING || state == ConsumerState.PAUSED;
        if (alive && isHung(consumer)) {
            return HUNG;
        }
        return state == ConsumerState.RUNNING ? ofRunning(consumer) : of(state);
    }

    /**
     * Judges a consumer of the application's own; never blocks. It handles records where it polls, so it may stand still for
     * as long as its group lets it.
     */
    static ConsumerCondition of(AdoptedConsumer consumer) {
        boolean ownsAny = !consumer.lag().partitions().isEmpty();
        if (ownsAny && isExpelled(consumer)) {
            return HUNG;
        }
        return consumer.state() == ConsumerState.RUNNING && !ownsAny ? WITHOUT_PARTITIONS : of(consumer.state());
    }

    /** Judges by the state alone, which is all that a member of a share group tells. */
    static ConsumerCondition of(ConsumerState state) {
        return switch (state) {
            case CREATED -> NOT_STARTED;
            case RUNNING -> RUNNING;
            case PAUSED -> PAUSED;
            case DRAINING -> DRAINING;
            case CLOSED -> STOPPED;
            case FAILED -> FAILED;
        };
    }

    private static ConsumerCondition ofRunning(ManagedConsumer consumer) {
        // Before the stall: an open circuit is one too, and the circuit says what it is.
        if (consumer.circuit().isPresent()) {
            return CIRCUIT_OPEN;
        }
        if (consumer.stall().isPresent()) {
            return consumer.isAtStandstill() ? STALLED : HELD_UP;
        }
        return consumer.lag().partitions().isEmpty() ? WITHOUT_PARTITIONS : RUNNING;
    }

    /** Nobody looked at a consumer for longer than its group has patience, or the status of a topic says so. */
    private static boolean isHung(ManagedConsumer consumer) {
        return consumer.lag().statuses().stream().anyMatch(topic -> topic.status() == ConsumptionStatus.STOP)
                || isExpelled(consumer);
    }

    private static boolean isExpelled(GroupConsumer consumer) {
        double age = consumer.lag().sampleAgeSeconds();
        // The limit is among all its settings, and asked for only when something is odd.
        return age > SECONDS_BETWEEN_LOOKS
                && age > consumer.pollLimit().orElse(USUAL_POLL_LIMIT).toNanos() / 1e9;
    }
}
