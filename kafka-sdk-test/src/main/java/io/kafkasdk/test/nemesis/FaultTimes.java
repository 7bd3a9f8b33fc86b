package io.kafkasdk.test.nemesis;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How long faults last and how long it is quiet after them.
 *
 * @param brokerSession {@code broker.session.timeout.ms} of the cluster, Kafka's default 9 s: a dead broker leads that long
 * @param memberSession {@code session.timeout.ms} of the members, or {@code group.consumer.session.timeout.ms} of the
 *     brokers, both 45 s by default: a dead member owns its partitions that long
 * @param outage how long a killed broker is down and a link swallows all
 * @param shortest the shortest time of the faults whose time is drawn
 * @param longest the longest one
 * @param quiet how long it is quiet after faults that no session follows
 * @param wholeLimit how long the cluster may take to be whole again after a fault is healed, else the run ends
 */
public record FaultTimes(
        Duration brokerSession,
        Duration memberSession,
        Duration outage,
        Duration shortest,
        Duration longest,
        Duration quiet,
        Duration wholeLimit) {

    /** By which a pause has to be longer than a session, for all to have seen that it ended. */
    private static final Duration BEYOND_A_MEMBERS_SESSION = Duration.ofSeconds(8);

    private static final Duration BEYOND_A_BROKERS_SESSION = Duration.ofSeconds(6);
    private static final Duration AFTER_A_SESSION = Duration.ofSeconds(5);

    /** Refuses times below zero, and a shortest one that is longer than the longest. */
    public FaultTimes {
        if (Stream.of(brokerSession, memberSession, outage, shortest, longest, quiet, wholeLimit)
                .anyMatch(Duration::isNegative)) {
            throw new IllegalArgumentException("Times of faults must not be negative: sessions " + brokerSession
                    + " and " + memberSession + ", outage " + outage + ", shortest " + shortest + ", quiet " + quiet
                    + ", limit " + wholeLimit);
        }
        if (shortest.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "Faults last from " + shortest + " to " + longest + ": the first must not be the larger one");
        }
    }

    /** The times by which native behaviour was measured: outages of 20 s, others 5 to 15 s; sessions of 9 s and 45 s. */
    public static FaultTimes standard() {
        return new FaultTimes(
                Duration.ofSeconds(9),
                Duration.ofSeconds(45),
                Duration.ofSeconds(20),
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofSeconds(5),
                Duration.ofMinutes(2));
    }

    /** Shorter ones, for checks at each change: outages of 12 s, others 2 to 4 s. */
    public static FaultTimes quick() {
        return new FaultTimes(
                Duration.ofSeconds(9),
                Duration.ofSeconds(45),
                Duration.ofSeconds(12),
                Duration.ofSeconds(2),
                Duration.ofSeconds(4),
                Duration.ofSeconds(2),
                Duration.ofMinutes(2));
    }

    /** The same with the sessions of a cluster and of the members of groups that have other ones. */
    public FaultTimes sessions(Duration ofBrokers, Duration ofMembers) {
        return new FaultTimes(ofBrokers, ofMembers, outage, shortest, longest, quiet, wholeLimit);
    }

    /** How long a fault lasts; zero for those that are healed by what they do. */
    Duration hold(FaultKind kind, int round, Random random) {
        return switch (kind) {
            case BROKER_KILL, ALL_BROKERS_DOWN, LINK_BLACK_HOLE -> outage;
            case LINK_RESET -> outage.dividedBy(2);
            case BROKER_PAUSE -> round % 2 == 0 ? shortest : brokerSession.plus(BEYOND_A_BROKERS_SESSION);
            case CONSUMER_PAUSE -> memberSession.plus(BEYOND_A_MEMBERS_SESSION);
            case ROLLING_RESTART, PARTITIONS_ADDED, CONSUMER_KILL, CONSUMER_STOP -> Duration.ZERO;
            case TOPIC_RECREATED, RETENTION_PASSED -> shortest;
            default ->
                shortest.plusMillis(
                        random.nextInt(1 + (int) longest.minus(shortest).toMillis()));
        };
    }

    /** How long its effects may last after the cluster is whole again. */
    Duration quiet(FaultKind kind) {
        return switch (kind) {
            case BROKER_KILL, BROKER_STOP, ROLLING_RESTART, ALL_BROKERS_DOWN, ISR_BELOW_MIN, BROKER_PAUSE ->
                brokerSession.plus(AFTER_A_SESSION);
            // The dead life of the member owns its partitions until its session ends.
            case CONSUMER_KILL -> memberSession.plus(AFTER_A_SESSION);
            case PARTITIONS_ADDED, TOPIC_RECREATED, LINK_BLACK_HOLE, QUOTA, REBALANCE_STORM, CONSUMER_PAUSE -> longest;
            default -> quiet;
        };
    }
}
