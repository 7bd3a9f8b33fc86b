package io.kafkasdk.consumer;

import io.kafkasdk.consumer.LedgerEntry.Kind;
import io.kafkasdk.consumer.LedgerEntry.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a {@link Ledger} says about the guarantees of a group. */
record LedgerReport(List<LedgerEntry> entries) {

    long count(Kind kind) {
        return entries.stream().filter(entry -> entry.kind() == kind).count();
    }

    long count(Kind kind, String member) {
        return of(member).count(kind);
    }

    LedgerReport of(String member) {
        return new LedgerReport(
                entries.stream().filter(entry -> entry.member().equals(member)).toList());
    }

    /** Returns the records that some handler finished. */
    Set<Place> finished() {
        return places(Kind.END);
    }

    /** Returns the records that a handler began and none finished. */
    Set<Place> startedOnly() {
        Set<Place> open = places(Kind.START);
        open.removeAll(finished());
        return open;
    }

    private Set<Place> places(Kind kind) {
        return entries.stream()
                .filter(entry -> entry.kind() == kind)
                .map(LedgerEntry::place)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns the records below these ends that nobody finished. */
    List<Place> unfinished(Map<Integer, Long> ends) {
        Set<Place> finished = finished();
        List<Place> missing = new ArrayList<>();
        ends.forEach((partition, end) -> {
            for (long offset = 0; offset < end; offset++) {
                Place place = new Place(partition, offset);
                if (!finished.contains(place)) {
                    missing.add(place);
                }
            }
        });
        return missing;
    }

    /** Returns how often a record was begun again, over all records. */
    long handledAgain() {
        return count(Kind.START) - places(Kind.START).size();
    }

    /** Returns the records that were finished and then begun again. */
    List<LedgerEntry> finishedAndHandledAgain() {
        Set<Place> finished = new HashSet<>();
        List<LedgerEntry> again = new ArrayList<>();
        for (LedgerEntry entry : entries) {
            if (entry.kind() == Kind.END) {
                finished.add(entry.place());
            } else if (entry.kind() == Kind.START && finished.contains(entry.place())) {
                again.add(entry);
            }
        }
        return again;
    }

    /**
     * Returns the records that were begun while another one of their key, or they themselves, were in work. Who was killed
     * or lost the partition holds nothing from then on; who was frozen cannot know what it lost until it is told.
     */
    List<LedgerEntry> overlapsOfOneKey() {
        Map<String, Set<String>> inWork = new HashMap<>();
        Set<String> frozen = new HashSet<>();
        List<LedgerEntry> overlaps = new ArrayList<>();
        for (LedgerEntry entry : entries) {
            Set<String> holders = inWork.computeIfAbsent(entry.keyInPartition(), key -> new HashSet<>());
            String holder = entry.member() + "@" + entry.partition();
            switch (entry.kind()) {
                case START -> {
                    if (!frozen.contains(entry.member()) && !holders.add(holder) | holders.size() > 1) {
                        overlaps.add(entry);
                    }
                }
                case END, GAVE_UP -> holders.remove(holder);
                case LOST -> inWork.values().forEach(all -> all.remove(holder));
                case KILLED, FROZEN -> {
                    inWork.values().forEach(all -> all.removeIf(one -> one.startsWith(entry.member() + "@")));
                    frozen.add(entry.member());
                }
                case ASSIGNED -> frozen.remove(entry.member());
                default -> {}
            }
        }
        return overlaps;
    }

    /** Returns the records that were begun for the first time before the one in front of them with their key was finished. */
    List<LedgerEntry> outOfOrderOfTheirKey() {
        Map<String, Long> newest = new HashMap<>();
        Set<Place> finished = new HashSet<>();
        Set<Place> started = new HashSet<>();
        List<LedgerEntry> wrong = new ArrayList<>();
        for (LedgerEntry entry : entries) {
            if (entry.kind() == Kind.END) {
                finished.add(entry.place());
            } else if (entry.kind() == Kind.START && started.add(entry.place())) {
                Long before = newest.get(entry.keyInPartition());
                if (before != null
                        && (before > entry.number() || !finished.contains(new Place(entry.partition(), before)))) {
                    wrong.add(entry);
                }
                newest.merge(entry.keyInPartition(), entry.number(), Math::max);
            }
        }
        return wrong;
    }

    /** Returns who wrote in it, in the order of their names. */
    Set<String> members() {
        return entries.stream().map(LedgerEntry::member).collect(Collectors.toCollection(TreeSet::new));
    }
}
