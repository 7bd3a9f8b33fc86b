package io.kafkasdk.test.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/** Makes spans of time out of the beginnings and ends that one member wrote down. */
final class MemberEntries {

    private final Pool pool;
    private final String group;
    private final String name;
    private final Map<Place, Deque<LedgerEntry>> running = new HashMap<>();
    private final Map<TopicPartition, Long> owned = new HashMap<>();
    private final List<Handling> handlings = new ArrayList<>();
    private final List<Ownership> ownerships = new ArrayList<>();

    MemberEntries(Pool pool, String group, String name) {
        this.pool = pool;
        this.group = group;
        this.name = name;
    }

    private record Place(TopicPartition partition, long offset) {}

    String group() {
        return group;
    }

    String name() {
        return name;
    }

    void add(LedgerEntry entry) {
        switch (entry.kind()) {
            case BEGAN ->
                running.computeIfAbsent(place(entry), place -> new ArrayDeque<>(1))
                        .addLast(entry);
            case DONE -> ended(entry, Handling.End.DONE);
            case FAILED -> ended(entry, Handling.End.FAILED);
            case ASSIGNED -> owned.put(partition(entry), entry.nanos());
            case REVOKED -> noLongerOwned(partition(entry), entry.nanos(), Ownership.End.REVOKED);
            case LOST -> noLongerOwned(partition(entry), entry.nanos(), Ownership.End.LOST);
            default -> throw new IllegalArgumentException("Not an entry of a member: " + entry);
        }
    }

    /** Returns all attempts; those without an end were cut by the end of the process. */
    List<Handling> handlings() {
        running.values().forEach(began -> began.forEach(this::cut));
        running.clear();
        return handlings;
    }

    List<Ownership> ownerships() {
        List.copyOf(owned.keySet()).forEach(p -> noLongerOwned(p, Long.MAX_VALUE, Ownership.End.CUT));
        return ownerships;
    }

    TopicPartition partition(LedgerEntry entry) {
        return pool.partition(entry.text(0), (int) entry.number(1));
    }

    private Place place(LedgerEntry entry) {
        return new Place(partition(entry), entry.number(2));
    }

    /** When a record is in work twice at once, which must be seen, the first that ends is the first that began. */
    private void ended(LedgerEntry end, Handling.End how) {
        Place place = place(end);
        Deque<LedgerEntry> attempts = running.get(place);
        LedgerEntry began = attempts == null ? null : attempts.pollFirst();
        if (attempts != null && attempts.isEmpty()) {
            running.remove(place);
        }
        if (began == null) {
            throw new IllegalStateException(
                    "The ledger of " + group + "/" + name + " has the end of an attempt that never began: " + end);
        }
        handlings.add(handling(began, end.nanos(), how));
    }

    private void cut(LedgerEntry began) {
        handlings.add(handling(began, Handling.NEVER, Handling.End.CUT));
    }

    private Handling handling(LedgerEntry began, long endedAt, Handling.End how) {
        Optional<RecordId> id =
                began.text(3).isEmpty() ? Optional.empty() : Optional.of(pool.id(RecordId.parse(began.text(3))));
        return new Handling(group, name, partition(began), began.number(2), id, began.nanos(), endedAt, how);
    }

    private void noLongerOwned(TopicPartition partition, long until, Ownership.End how) {
        Long from = owned.remove(partition);
        if (from != null) {
            ownerships.add(new Ownership(group, name, partition, from, until, how));
        }
    }
}
