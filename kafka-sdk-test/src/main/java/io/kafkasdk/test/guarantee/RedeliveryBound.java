package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Ownership;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records a group may handle again: each time that a member stops owning a partition, what it handled of it above
 * the last commit that was seen before that, and what it had in work. Commits are seen late, so that the bound is somewhat
 * too high, never too low.
 */
final class RedeliveryBound {

    private RedeliveryBound() {}

    private record Owner(String member, TopicPartition partition) {}

    /** Returns the bound; empty when no member of the group wrote what it owned. */
    static OptionalLong of(Evidence evidence, GroupBook book, Commits commits) {
        List<Ownership> tenures = evidence.ownerships().stream()
                .filter(tenure -> tenure.group().equals(book.group()))
                .toList();
        if (tenures.isEmpty()) {
            return OptionalLong.empty();
        }
        Map<Owner, List<Handling>> handlings = new HashMap<>();
        for (List<Handling> partition : book.handlings().values()) {
            for (Handling handling : partition) {
                handlings
                        .computeIfAbsent(new Owner(handling.member(), handling.partition()), o -> new ArrayList<>())
                        .add(handling);
            }
        }
        handlings.values().forEach(list -> list.sort(Comparator.comparingLong(Handling::beganAt)));
        long bound = 0;
        for (Ownership tenure : tenures) {
            List<Handling> own = handlings.getOrDefault(new Owner(tenure.member(), tenure.partition()), List.of());
            bound += ofTenure(tenure, own, commits);
        }
        return OptionalLong.of(bound);
    }

    private static long ofTenure(Ownership tenure, List<Handling> byBeginning, Commits commits) {
        long lastSign = tenure.from();
        List<Handling> own = new ArrayList<>();
        int first = Search.first(byBeginning.size(), i -> byBeginning.get(i).beganAt() >= tenure.from());
        for (Handling handling : byBeginning.subList(first, byBeginning.size())) {
            if (handling.beganAt() > tenure.until()) {
                break;
            }
            own.add(handling);
            lastSign =
                    Math.max(lastSign, handling.endedAt() == Handling.NEVER ? handling.beganAt() : handling.endedAt());
        }
        long end = tenure.end() == Ownership.End.CUT ? lastSign : tenure.until();
        long committed = commits.lastTold(tenure.partition(), end);
        return own.stream()
                .filter(handling -> handling.offset() >= committed)
                .filter(handling -> handling.end() == Handling.End.DONE || handling.endedAt() > end)
                .count();
    }
}
