package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Stamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What one group had to do and what it did, by partition and offset. Holds references to the evidence only, sorted: a million
 * records need no more than some megabytes.
 */
final class GroupBook {

    private static final Comparator<Handling> BY_PLACE =
            Comparator.comparingLong(Handling::offset).thenComparingLong(Handling::beganAt);

    private final GroupDuty duty;
    private final Map<TopicPartition, List<Logged>> source;
    private final Map<TopicPartition, List<Handling>> handlings;
    private final Map<RecordId, Integer> deadLetters;
    private final SkippedRanges skipped;

    private GroupBook(
            GroupDuty duty,
            Map<TopicPartition, List<Logged>> source,
            Map<TopicPartition, List<Handling>> handlings,
            Map<RecordId, Integer> deadLetters,
            SkippedRanges skipped) {
        this.duty = duty;
        this.source = source;
        this.handlings = handlings;
        this.deadLetters = deadLetters;
        this.skipped = skipped;
    }

    static GroupBook of(Evidence evidence, GroupDuty duty) {
        Map<TopicPartition, List<Logged>> source = new HashMap<>();
        Map<RecordId, Integer> deadLetters = new HashMap<>();
        for (Logged logged : evidence.logs()) {
            String topic = logged.partition().topic();
            if (duty.topics().contains(topic)) {
                source.computeIfAbsent(logged.partition(), p -> new ArrayList<>())
                        .add(logged);
            } else if (duty.deadLetterTopic().equals(Optional.of(topic))) {
                logged.stamp().map(Stamp::id).ifPresent(id -> deadLetters.merge(id, 1, Integer::sum));
            }
        }
        source.values().forEach(list -> list.sort(Comparator.comparingLong(Logged::offset)));
        Map<TopicPartition, List<Handling>> handlings = new HashMap<>();
        for (Handling handling : evidence.handlings()) {
            if (handling.group().equals(duty.group())
                    && duty.topics().contains(handling.partition().topic())) {
                handlings
                        .computeIfAbsent(handling.partition(), p -> new ArrayList<>())
                        .add(handling);
            }
        }
        handlings.values().forEach(list -> list.sort(BY_PLACE));
        Removals removals = Removals.of(evidence);
        SkippedRanges skipped = SkippedRanges.of(evidence.skips().stream()
                .filter(skip -> skip.group().equals(duty.group()))
                .filter(skip -> removals.life(skip.partition().topic(), skip.nanos())
                        == removals.lastLife(skip.partition().topic()))
                .toList());
        return new GroupBook(duty, source, handlings, deadLetters, skipped);
    }

    String group() {
        return duty.group();
    }

    /** Returns what the topics hold at the end, each partition by offset. */
    Map<TopicPartition, List<Logged>> source() {
        return source;
    }

    /** Returns all attempts of the group, each partition by offset, those at one offset by their beginning. */
    Map<TopicPartition, List<Handling>> handlings() {
        return handlings;
    }

    /** Returns the attempts at one record, by their beginning. */
    List<Handling> attempts(Spot spot) {
        List<Handling> all = handlings.getOrDefault(spot.partition(), List.of());
        List<Handling> found = new ArrayList<>(1);
        for (int i = Search.first(all.size(), at -> all.get(at).offset() >= spot.offset());
                i < all.size() && all.get(i).offset() == spot.offset();
                i++) {
            if (all.get(i).id().equals(Optional.ofNullable(spot.id()))) {
                found.add(all.get(i));
            }
        }
        return found;
    }

    /** Returns how often a record is in the dead letter topic. */
    int deadLetters(Optional<RecordId> id) {
        return id.map(deadLetters::get).orElse(0);
    }

    /** Returns how often each record is in the dead letter topic. */
    Map<RecordId, Integer> deadLetters() {
        return deadLetters;
    }

    /** Tells whether a member said that it does not read this offset, of the topic's last life. */
    boolean isSkipped(TopicPartition partition, long offset) {
        return skipped.holds(partition, offset);
    }

    /** Tells whether the record ended without being handled: as a dead letter, or told as skipped. */
    boolean isGivenUp(Spot spot) {
        return deadLetters(Optional.ofNullable(spot.id())) > 0 || isSkipped(spot.partition(), spot.offset());
    }

    /** Returns when the record was first handled to its end; {@link Handling#NEVER} when it was not. */
    static long firstDone(List<Handling> attempts) {
        long first = Handling.NEVER;
        for (Handling attempt : attempts) {
            if (attempt.end() == Handling.End.DONE) {
                first = Math.min(first, attempt.endedAt());
            }
        }
        return first;
    }
}
