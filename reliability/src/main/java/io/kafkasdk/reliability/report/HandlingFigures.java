package io.kafkasdk.reliability.report;

import io.kafkasdk.test.guarantee.GroupDuty;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.Ownership;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Skip;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the groups did with the records. */
public final class HandlingFigures {

    private HandlingFigures() {}

    /** Returns one row for each group. */
    public static Table groups(Evidence evidence, Collection<GroupDuty> duties) {
        return new Table(
                "Records handled",
                "A record that was handled to its end more than once counts as redelivered; the most is for one record.",
                List.of(
                        "group",
                        "attempts",
                        "failed or cut",
                        "handled",
                        "redelivered",
                        "redelivered %",
                        "most for one",
                        "dead-lettered",
                        "skipped",
                        "partitions given back",
                        "lost",
                        "held at the end of a process"),
                duties.stream().map(duty -> row(evidence, duty)).toList());
    }

    private static List<@Nullable Object> row(Evidence evidence, GroupDuty duty) {
        Map<RecordId, Integer> done = new HashMap<>();
        long attempts = 0;
        long failed = 0;
        for (Handling handling : evidence.handlings()) {
            if (handling.group().equals(duty.group())) {
                attempts++;
                if (handling.end() == Handling.End.DONE) {
                    handling.id().ifPresent(id -> done.merge(id, 1, Integer::sum));
                } else {
                    failed++;
                }
            }
        }
        long again = done.values().stream().mapToLong(times -> times - 1L).sum();
        List<@Nullable Object> row = new ArrayList<>();
        row.add(duty.group());
        row.add(attempts);
        row.add(failed);
        row.add(done.size());
        row.add(again);
        row.add(done.isEmpty() ? null : 100.0 * again / done.size());
        row.add(done.values().stream().mapToInt(times -> times - 1).max().orElse(0));
        row.add(deadLetters(evidence, duty.deadLetterTopic()));
        row.add(skipped(evidence, duty.group()));
        for (Ownership.End end : Ownership.End.values()) {
            row.add(evidence.ownerships().stream()
                    .filter(owned -> owned.group().equals(duty.group()) && owned.end() == end)
                    .count());
        }
        return row;
    }

    private static @Nullable Object deadLetters(Evidence evidence, Optional<String> topic) {
        return topic.isEmpty()
                ? null
                : (Object) evidence.logs().stream()
                        .filter(record -> record.partition().topic().equals(topic.get()))
                        .map(Logged::stamp)
                        .distinct()
                        .count();
    }

    private static long skipped(Evidence evidence, String group) {
        return evidence.skips().stream()
                .filter(skip -> skip.group().equals(group))
                .mapToLong((Skip skip) -> skip.to() - skip.from())
                .sum();
    }
}
