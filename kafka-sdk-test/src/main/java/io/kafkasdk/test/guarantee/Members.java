package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.FaultPeriod;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Ownership;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Who had which partition when, and who was paused when. */
final class Members {

    /** The label of a fault that stops the process of a member for some time. */
    static final String PAUSE = "consumer-pause";

    private final Map<Owner, List<Ownership>> tenures = new HashMap<>();
    private final List<FaultPeriod> faults;

    private Members(List<FaultPeriod> faults) {
        this.faults = faults;
    }

    private record Owner(String group, String member, TopicPartition partition) {}

    static Members of(Evidence evidence) {
        Members members = new Members(evidence.faults());
        for (Ownership tenure : evidence.ownerships()) {
            members.tenures
                    .computeIfAbsent(
                            new Owner(tenure.group(), tenure.member(), tenure.partition()), o -> new ArrayList<>())
                    .add(tenure);
        }
        members.tenures.values().forEach(list -> list.sort(Comparator.comparingLong(Ownership::from)));
        return members;
    }

    /** Tells whether both are of one member that had the partition all the time between. */
    boolean isOneTenure(Handling earlier, Handling later) {
        if (!earlier.member().equals(later.member())) {
            return false;
        }
        for (Ownership tenure : tenures(earlier)) {
            if (isWithin(tenure.from(), earlier, later) || isWithin(tenure.until(), earlier, later)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Tells whether the group cannot keep this member from handling what is another one's by now: it was paused between the
     * beginning of the attempt and now, or learned later that it had lost the partition.
     */
    boolean isUnfenced(Handling attempt, long now) {
        for (Ownership tenure : tenures(attempt)) {
            if (tenure.end() == Ownership.End.LOST
                    && tenure.from() <= attempt.beganAt()
                    && attempt.beganAt() <= tenure.until()) {
                return true;
            }
        }
        for (FaultPeriod fault : faults) {
            if (fault.fault().equals(PAUSE)
                    && fault.from() <= now
                    && fault.until() >= attempt.beganAt()
                    && names(fault.target(), attempt.member())) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether something was broken between these times. */
    boolean isFault(long from, long until) {
        for (FaultPeriod fault : faults) {
            if (fault.from() <= until && fault.until() >= from) {
                return true;
            }
        }
        return false;
    }

    /**
     * A target names the member itself, or its process, of which the member is one life: {@code b} for {@code b-2}. It may
     * name several, as in {@code a and b of group g}.
     */
    private static boolean names(String target, String member) {
        int group = target.indexOf(" of group ");
        String processes = group < 0 ? target : target.substring(0, group);
        return Arrays.stream(processes.split(" and ", -1)).anyMatch(process -> isLifeOf(process, member));
    }

    private static boolean isLifeOf(String process, String member) {
        return member.equals(process)
                || (!process.isEmpty()
                        && member.startsWith(process)
                        && !Character.isLetterOrDigit(member.charAt(process.length())));
    }

    private static boolean isWithin(long time, Handling earlier, Handling later) {
        return time > earlier.beganAt() && time <= later.beganAt();
    }

    private List<Ownership> tenures(Handling attempt) {
        return tenures.getOrDefault(new Owner(attempt.group(), attempt.member(), attempt.partition()), List.of());
    }
}
