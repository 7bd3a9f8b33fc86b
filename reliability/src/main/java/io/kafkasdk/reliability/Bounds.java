package io.kafkasdk.reliability;

import io.kafkasdk.test.guarantee.ProgressDuringFault.Bound;
import io.kafkasdk.test.nemesis.FaultKind;
import io.kafkasdk.test.nemesis.FaultTimes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long nothing may go on in each kind of fault: what Kafka itself needs by its sessions and by how long the fault lasts,
 * and then what TCP and the clients' waits between two tries may add. Not a measure of speed: that is what the gaps beside
 * the plain client are for.
 */
final class Bounds {

    /** By how much an election, and then the clients' next try, may come later than the session's end. */
    private static final Duration ELECTION = Duration.ofSeconds(10);
    /** By how much TCP's longer and longer waits, or a request's timeout, may outlast a fault. */
    private static final Duration BACKOFF = Duration.ofSeconds(30);

    private Bounds() {}

    /** Returns the bounds by the faults' labels. */
    static Map<String, Bound> of(FaultTimes times) {
        Map<String, Bound> bounds = new HashMap<>();
        for (FaultKind kind : FaultKind.values()) {
            Duration acks = acks(kind, times);
            bounds.put(kind.label(), new Bound(acks, handled(kind, times, acks)));
        }
        return bounds;
    }

    private static Duration acks(FaultKind kind, FaultTimes times) {
        return switch (kind) {
            case BROKER_KILL, BROKER_STOP, ROLLING_RESTART, BROKER_PAUSE ->
                times.brokerSession().plus(ELECTION);
            case ALL_BROKERS_DOWN, LINK_BLACK_HOLE, LINK_RESET -> times.outage().plus(BACKOFF);
            default -> times.longest().plus(BACKOFF);
        };
    }

    /** A dead member's partitions wait for its session to end, and so does a rebalance that waits for it. */
    private static Duration handled(FaultKind kind, FaultTimes times, Duration acks) {
        return switch (kind) {
            case CONSUMER_KILL, CONSUMER_PAUSE, CONSUMER_STOP, REBALANCE_STORM, RETENTION_PASSED ->
                times.memberSession().plus(BACKOFF);
            default -> acks.plus(ELECTION);
        };
    }
}
