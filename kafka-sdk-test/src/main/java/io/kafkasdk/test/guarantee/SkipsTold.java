package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.CommitSeen;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.Removal;
import io.kafkasdk.test.ledger.Sent;
import io.kafkasdk.test.ledger.Skip;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * What a group went past without handling or dead-lettering it is what it told as skipped, no more and no less: records that
 * it committed past, and records that were removed before it had read them.
 *
 * <p><b>Excused</b>: records that were removed before the group was there (no attempt and no commit in the partition until
 * then), or with their whole topic, because nobody can tell the offsets of those. A record that a member handled may be told
 * as skipped by another one, when it was removed before the commit ({@code handledThenRemoved}).
 *
 * @param duties the groups
 */
public record SkipsTold(List<GroupDuty> duties) implements GuaranteeCheck {

    /** Copies the list. */
    public SkipsTold {
        duties = List.copyOf(duties);
    }

    /** For these groups. */
    public SkipsTold(GroupDuty... duties) {
        this(List.of(duties));
    }

    @Override
    public CheckResult check(Evidence evidence) {
        Findings findings = new Findings(this);
        Removals removals = Removals.of(evidence);
        for (GroupDuty duty : duties) {
            GroupBook book = GroupBook.of(evidence, duty);
            Commits commits = Commits.of(evidence, duty.group(), removals);
            committedPast(evidence, book, commits, findings);
            removed(evidence, duty, book, removals, findings);
            told(evidence, book, removals, findings);
        }
        return findings.result();
    }

    private static void committedPast(Evidence evidence, GroupBook book, Commits commits, Findings findings) {
        book.source().forEach((partition, source) -> {
            long committed = commits.lastTold(partition, Long.MAX_VALUE);
            for (Logged logged : source) {
                if (logged.offset() >= committed || logged.stamp().isEmpty()) {
                    continue;
                }
                findings.examined();
                Spot spot = Spot.of(logged);
                if (!book.isGivenUp(spot) && GroupBook.firstDone(book.attempts(spot)) == Handling.NEVER) {
                    findings.violation(() -> History.violation(
                            evidence,
                            "Group " + book.group() + " committed offset " + committed + " past " + spot
                                    + " without handling it, and did not tell it as skipped",
                            spot.id()));
                }
            }
        });
    }

    private static void removed(
            Evidence evidence, GroupDuty duty, GroupBook book, Removals removals, Findings findings) {
        if (evidence.removals().isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> since = presence(evidence, book);
        for (Sent sent : evidence.sent().values()) {
            TopicPartition place = sent.place();
            if (place == null || !duty.topics().contains(place.topic())) {
                continue;
            }
            Optional<Removal> removal = removals.covering(place, sent.offset(), sent.intendedAt());
            if (removal.isEmpty()
                    || Removals.isAll(removal.get())
                    || removals.life(place.topic(), sent.toldAt()) != removals.lastLife(place.topic())
                    || since.getOrDefault(place, Long.MAX_VALUE) > removal.get().nanos()) {
                continue;
            }
            findings.examined();
            Spot spot = new Spot(place, sent.offset(), sent.stamp().id());
            if (!book.isGivenUp(spot) && GroupBook.firstDone(book.attempts(spot)) == Handling.NEVER) {
                findings.violation(() -> History.violation(
                        evidence,
                        spot + " was removed before group " + book.group()
                                + " handled it, and the group did not tell it as skipped",
                        spot.id()));
            }
        }
    }

    private static Map<TopicPartition, Long> presence(Evidence evidence, GroupBook book) {
        Map<TopicPartition, Long> since = new HashMap<>();
        book.handlings()
                .values()
                .forEach(list ->
                        list.forEach(handling -> since.merge(handling.partition(), handling.beganAt(), Math::min)));
        for (CommitSeen commit : evidence.commits()) {
            if (commit.group().equals(book.group())) {
                since.merge(commit.partition(), commit.toldAt(), Math::min);
            }
        }
        return since;
    }

    private static void told(Evidence evidence, GroupBook book, Removals removals, Findings findings) {
        String total = book.group() + " told";
        findings.count(total, 0);
        for (Skip skip : evidence.skips()) {
            String topic = skip.partition().topic();
            if (!skip.group().equals(book.group()) || removals.life(topic, skip.nanos()) != removals.lastLife(topic)) {
                continue;
            }
            findings.count(total, skip.to() - skip.from());
            List<Handling> all = book.handlings().getOrDefault(skip.partition(), List.of());
            for (int i = Search.first(all.size(), at -> all.get(at).offset() >= skip.from());
                    i < all.size() && all.get(i).offset() < skip.to();
                    i++) {
                if (all.get(i).end() == Handling.End.DONE) {
                    handled(evidence, book, skip, all.get(i), findings);
                }
            }
        }
    }

    private static void handled(Evidence evidence, GroupBook book, Skip skip, Handling done, Findings findings) {
        boolean isInLog = isInLog(book.source().getOrDefault(done.partition(), List.of()), Spot.of(done));
        boolean isBySameAfterwards = done.member().equals(skip.member()) && done.beganAt() > skip.nanos();
        if (!isInLog && !isBySameAfterwards) {
            findings.count("handledThenRemoved", 1);
            return;
        }
        findings.violation(() -> History.violation(
                evidence,
                skip.member() + " of group " + skip.group() + " told " + Spot.of(done) + " as skipped, but "
                        + done.member() + " handled it",
                done.id().orElse(null)));
    }

    private static boolean isInLog(List<Logged> source, Spot spot) {
        int at = Search.first(source.size(), i -> source.get(i).offset() >= spot.offset());
        return at < source.size() && Spot.of(source.get(at)).equals(spot);
    }
}
