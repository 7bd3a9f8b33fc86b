package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Sent;
import io.kafkasdk.test.ledger.Stamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * A group handles one record of a key in a partition at a time, whoever of its members does.
 *
 * <p><b>Excused</b>, and counted in the figure {@code unfenced}: one of the two members was paused by a fault
 * ({@code consumer-pause} with its name), or learned later that it had lost the partition. The group protocol cannot stop a
 * member that does not run or does not hear. An attempt whose process ended overlaps none of other members, because its end
 * is not known. A topic that was created anew may be handled while an old record is in work ({@code recreated}).
 *
 * @param duties the groups
 */
public record NoOverlapPerKey(List<GroupDuty> duties) implements GuaranteeCheck {

    /** Copies the list. */
    public NoOverlapPerKey {
        duties = List.copyOf(duties);
    }

    /** For these groups. */
    public NoOverlapPerKey(GroupDuty... duties) {
        this(List.of(duties));
    }

    private record Line(TopicPartition partition, String key) {}

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        findings.count("unfenced", 0);
        findings.count("recreated", 0);
        Map<RecordId, String> foreign = keysOfForeignRecords(evidence);
        Overlaps overlaps = new Overlaps(evidence, Members.of(evidence), Removals.of(evidence), findings);
        for (GroupDuty duty : duties) {
            Map<Line, List<Handling>> running = new HashMap<>();
            List<Handling> handlings = evidence.handlings().stream()
                    .filter(handling -> handling.group().equals(duty.group())
                            && duty.topics().contains(handling.partition().topic()))
                    .sorted(Comparator.comparingLong(Handling::beganAt))
                    .toList();
            for (Handling handling : handlings) {
                String key = key(evidence, foreign, handling);
                if (!key.isEmpty()) {
                    findings.examined();
                    overlaps.begins(
                            handling,
                            running.computeIfAbsent(new Line(handling.partition(), key), line -> new ArrayList<>(1)));
                }
            }
        }
        return findings.result();
    }

    private record Overlaps(Evidence evidence, Members members, Removals removals, Findings findings) {

        /** Judges an attempt against those of its key that were in work before, and puts it among them. */
        void begins(Handling handling, List<Handling> running) {
            running.removeIf(other -> hasEnded(other, handling));
            for (Handling other : running) {
                if (isOfAnotherLife(other, handling)) {
                    findings.count("recreated", 1);
                } else if (members.isUnfenced(other, handling.beganAt())
                        || members.isUnfenced(handling, handling.beganAt())) {
                    findings.count("unfenced", 1);
                } else {
                    findings.violation(() -> violation(other, handling));
                }
            }
            running.removeIf(other -> other.endedAt() == Handling.NEVER);
            running.add(handling);
        }

        private static boolean hasEnded(Handling other, Handling next) {
            return other.endedAt() <= next.beganAt()
                    || (other.end() == Handling.End.CUT && !other.member().equals(next.member()));
        }

        private boolean isOfAnotherLife(Handling other, Handling next) {
            String topic = next.partition().topic();
            return removals.life(topic, other.beganAt()) != removals.life(topic, next.beganAt());
        }

        private Violation violation(Handling other, Handling next) {
            return History.violation(
                    evidence,
                    "Group " + next.group() + ": " + next.member() + " began " + Spot.of(next) + " at "
                            + History.time(next.beganAt()) + ", while " + other.member() + " had "
                            + Spot.of(other) + " of the same key in work from " + History.time(other.beganAt())
                            + " to " + History.time(other.endedAt()),
                    next.id().orElse(null));
        }
    }

    /** Keys of records that no producer of the ledger sent. */
    private static Map<RecordId, String> keysOfForeignRecords(Evidence evidence) {
        Map<RecordId, String> keys = new HashMap<>();
        for (Logged logged : evidence.logs()) {
            logged.stamp()
                    .filter(stamp -> !evidence.sent().containsKey(stamp.id()))
                    .ifPresent(stamp -> keys.put(stamp.id(), stamp.key()));
        }
        return keys;
    }

    private static String key(Evidence evidence, Map<RecordId, String> foreign, Handling handling) {
        return handling.id()
                .map(id -> Optional.ofNullable(evidence.sent().get(id))
                        .map(Sent::stamp)
                        .map(Stamp::key)
                        .orElseGet(() -> foreign.getOrDefault(id, "")))
                .orElse("");
    }
}
