package io.kafkasdk.test.ledger;

import java.util.List;
import java.util.Map;

/**
 * All that is known about a test when it has ended; what checks judge. Times are monotonic nanoseconds of the machine.
 *
 * <p><b>Threads</b>: immutable.
 *
 * @param sent what was to be sent, by record
 * @param logs what the brokers' logs hold at the end: source topics and dead letter topics
 * @param handlings each attempt of each member, in the order in which they began
 * @param commits the committed offsets as they were seen, in the order of time
 * @param ownerships who had which partition when, in the order in which they began
 * @param faults what was broken when, in the order in which they began
 * @param removals what was removed on purpose
 * @param skips what members said that they do not read
 * @param claims what libraries counted
 * @param samples what processes used, in the order of time
 */
public record Evidence(
        Map<RecordId, Sent> sent,
        List<Logged> logs,
        List<Handling> handlings,
        List<CommitSeen> commits,
        List<Ownership> ownerships,
        List<FaultPeriod> faults,
        List<Removal> removals,
        List<Skip> skips,
        List<Claim> claims,
        List<Sample> samples) {

    /** Nothing at all; start from it to write evidence by hand. */
    public static final Evidence NONE = new Evidence(
            Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
            List.of());

    /** Copies all. */
    public Evidence {
        sent = Map.copyOf(sent);
        logs = List.copyOf(logs);
        handlings = List.copyOf(handlings);
        commits = List.copyOf(commits);
        ownerships = List.copyOf(ownerships);
        faults = List.copyOf(faults);
        removals = List.copyOf(removals);
        skips = List.copyOf(skips);
        claims = List.copyOf(claims);
        samples = List.copyOf(samples);
    }
}
