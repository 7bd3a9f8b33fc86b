package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Sent;
import io.kafkasdk.test.ledger.Stamp;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Each record is where it was sent to and where its producer was told it is, unchanged: in its topic, at the offset of the
 * acknowledgement, with the key and value that it was sent with, and all records of a key in one partition. No offset was
 * acknowledged for two records ("inconsistent offset").
 *
 * <p><b>Excused</b>: keys in two partitions of a topic whose number of partitions changed; an offset that was acknowledged
 * again after its topic was deleted and created anew. Dead letter topics are not judged here, see {@link OneTerminalFate}.
 *
 * @param deadLetterTopics the topics that are not judged
 * @param grownTopics topics whose number of partitions changed
 */
public record RightPlace(Set<String> deadLetterTopics, Set<String> grownTopics) implements GuaranteeCheck {

    /** Copies the sets. */
    public RightPlace {
        deadLetterTopics = Set.copyOf(deadLetterTopics);
        grownTopics = Set.copyOf(grownTopics);
    }

    private record Place(TopicPartition partition, long offset) {}

    private record Key(String topic, String key) {}

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        Map<RecordId, Boolean> atAckedPlace = new HashMap<>();
        Map<Key, Integer> partitions = new HashMap<>();
        for (Logged logged : evidence.logs()) {
            if (!deadLetterTopics.contains(logged.partition().topic())) {
                findings.examined();
                found(evidence, logged, findings);
                logged.stamp().ifPresent(stamp -> {
                    atAckedPlace.merge(stamp.id(), isWhereAcked(evidence, logged, stamp), Boolean::logicalOr);
                    onePartition(partitions, logged, stamp, findings);
                });
            }
        }
        atAckedPlace.forEach((id, isThere) -> {
            if (!isThere) {
                findings.violation(
                        () -> History.violation(evidence, id + " is not where its producer was told that it is", id));
            }
        });
        inconsistentOffsets(evidence, findings);
        return findings.result();
    }

    private static void found(Evidence evidence, Logged logged, Findings findings) {
        String place = logged.partition() + " offset " + logged.offset();
        if (logged.stamp().isEmpty()) {
            findings.violation("The record at " + place + " has no stamp that can be read");
            return;
        }
        Stamp stamp = logged.stamp().get();
        if (!stamp.topic().equals(logged.partition().topic())) {
            findings.violation(() -> History.violation(
                    evidence, stamp.id() + " was sent to " + stamp.topic() + " and is in " + place, stamp.id()));
        }
        if (!logged.isIntact()) {
            findings.violation(() -> History.violation(
                    evidence, stamp.id() + " at " + place + " has another key or value than was sent", stamp.id()));
        }
    }

    private static boolean isWhereAcked(Evidence evidence, Logged logged, Stamp stamp) {
        Sent sent = evidence.sent().get(stamp.id());
        return sent == null
                || sent.outcome() != Sent.Outcome.ACKED
                || (logged.partition().equals(sent.place()) && logged.offset() == sent.offset());
    }

    private void onePartition(Map<Key, Integer> partitions, Logged logged, Stamp stamp, Findings findings) {
        String topic = logged.partition().topic();
        if (stamp.key().isEmpty()
                || grownTopics.contains(topic)
                || !stamp.topic().equals(topic)) {
            return;
        }
        int here = logged.partition().partition();
        Integer first = partitions.putIfAbsent(new Key(topic, stamp.key()), here);
        if (first != null && first != here) {
            findings.violation("Key '" + stamp.key() + "' of " + topic + " is in partition " + first + " and, with "
                    + stamp.id() + " at offset " + logged.offset() + ", in partition " + here);
        }
    }

    private void inconsistentOffsets(Evidence evidence, Findings findings) {
        Removals removals = Removals.of(evidence);
        List<Sent> acked = evidence.sent().values().stream()
                .filter(sent -> sent.outcome() == Sent.Outcome.ACKED)
                .sorted(Comparator.comparingLong(Sent::toldAt))
                .toList();
        Map<Place, Sent> places = new HashMap<>();
        for (Sent sent : acked) {
            if (sent.place() == null) {
                continue;
            }
            Sent before = places.put(new Place(sent.place(), sent.offset()), sent);
            if (before != null && !removals.between(sent.place(), before.intendedAt(), sent.toldAt())) {
                findings.violation(() -> inconsistent(
                        evidence, sent, "was acknowledged for " + before.stamp().id() + " too"));
            }
        }
        for (Logged logged : evidence.logs()) {
            Sent sent = places.get(new Place(logged.partition(), logged.offset()));
            if (sent != null
                    && logged.stamp().isPresent()
                    && !logged.stamp().get().id().equals(sent.stamp().id())
                    && !removals.covers(logged.partition(), logged.offset(), sent.intendedAt())) {
                findings.violation(() -> inconsistent(
                        evidence, sent, "holds " + logged.stamp().get().id()));
            }
        }
    }

    private static Violation inconsistent(Evidence evidence, Sent sent, String but) {
        RecordId id = sent.stamp().id();
        return History.violation(
                evidence,
                "Inconsistent offset: " + sent.place() + " offset " + sent.offset() + ", acknowledged for " + id + ", "
                        + but,
                id);
    }
}
