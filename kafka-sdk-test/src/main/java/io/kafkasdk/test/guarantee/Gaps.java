package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.FaultPeriod;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * For how long nothing went on around each fault: no record acknowledged, no record handled to its end. Choose producers and
 * groups to measure two clients apart in one test.
 *
 * <p>A gap counts from the last acknowledgement, or from the first send after it when nothing was to be sent, to the next
 * acknowledgement. A record that is refused waits for none, but shows that there was something to send. When none comes any
 * more it counts to the last thing that the producers did. A gap belongs to each fault that it overlaps, with its whole
 * length, unless it began when the fault was healed and lies in the next one for the most part. For one partition only records that were acknowledged there are known to have waited.
 *
 * <p>For handling, a record waits from its send, so that a gap of the producers is one of the group too. Redelivered records
 * are progress.
 *
 * <p><b>Threads</b>: immutable.
 */
public final class Gaps {

    private final Evidence evidence;
    private final Predicate<String> producers;
    private final Predicate<String> groups;

    private Gaps(Evidence evidence, Predicate<String> producers, Predicate<String> groups) {
        this.evidence = evidence;
        this.producers = producers;
        this.groups = groups;
    }

    /** The gaps of all producers and groups. */
    public static Gaps of(Evidence evidence) {
        return new Gaps(evidence, name -> true, name -> true);
    }

    /** The same for these producers only, by the name in their records' ids. */
    public Gaps producers(Predicate<String> chosen) {
        return new Gaps(evidence, chosen, groups);
    }

    /** The same for these groups only. */
    public Gaps groups(Predicate<String> chosen) {
        return new Gaps(evidence, producers, chosen);
    }

    /** Returns the gaps of each fault, in the order in which they began. */
    public List<FaultGaps> perFault() {
        Timeline acks = acks();
        List<Timeline> handled = handled();
        List<FaultGaps> gaps = new ArrayList<>();
        for (FaultPeriod fault : evidence.faults()) {
            long next = nextAfter(fault);
            gaps.add(new FaultGaps(fault, acks.progress(fault, next), slowest(handled, fault, next)));
        }
        return List.copyOf(gaps);
    }

    private long nextAfter(FaultPeriod fault) {
        return evidence.faults().stream()
                .mapToLong(FaultPeriod::from)
                .filter(from -> from > fault.from())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    private Timeline acks() {
        Timeline timeline = new Timeline();
        for (Sent sent : evidence.sent().values()) {
            if (!producers.test(sent.stamp().id().producer())) {
                continue;
            }
            if (sent.outcome() == Sent.Outcome.ACKED && sent.place() != null) {
                timeline.event(sent.place(), sent.toldAt());
                timeline.waited(sent.place(), sent.intendedAt(), sent.toldAt());
            } else {
                timeline.waited(sent.intendedAt(), Math.max(sent.toldAt(), sent.intendedAt()));
            }
        }
        return timeline;
    }

    private List<Timeline> handled() {
        Map<String, Map<Spot, Handling>> first = new HashMap<>();
        Map<String, Timeline> timelines = new HashMap<>();
        for (Handling handling : evidence.handlings()) {
            if (handling.end() == Handling.End.DONE && groups.test(handling.group())) {
                timelines
                        .computeIfAbsent(handling.group(), group -> new Timeline())
                        .event(handling.partition(), handling.endedAt());
                first.computeIfAbsent(handling.group(), group -> new HashMap<>())
                        .merge(Spot.of(handling), handling, (a, b) -> a.endedAt() <= b.endedAt() ? a : b);
            }
        }
        timelines.forEach((group, timeline) -> first.getOrDefault(group, Map.of())
                .values()
                .forEach(handling -> timeline.waited(handling.partition(), availableAt(handling), handling.endedAt())));
        return List.copyOf(timelines.values());
    }

    private long availableAt(Handling handling) {
        return handling.id().map(evidence.sent()::get).map(Sent::intendedAt).orElse(handling.beganAt());
    }

    private static Progress slowest(List<Timeline> timelines, FaultPeriod fault, long next) {
        Progress slowest = Progress.NONE;
        for (Timeline timeline : timelines) {
            Progress progress = timeline.progress(fault, next);
            if (slowest.equals(Progress.NONE) || progress.longest().compareTo(slowest.longest()) > 0) {
                slowest = progress;
            }
        }
        return slowest;
    }
}
