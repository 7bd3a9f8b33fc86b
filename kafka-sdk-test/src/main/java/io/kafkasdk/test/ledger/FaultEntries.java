package io.kafkasdk.test.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes periods out of what the file of the faults says. */
final class FaultEntries {

    private final Map<Long, LedgerEntry> began = new TreeMap<>();
    private final Map<Long, Long> healed = new HashMap<>();
    private final Map<Long, Long> over = new HashMap<>();
    private final List<Removal> removals = new ArrayList<>();

    void add(LedgerEntry entry) {
        switch (entry.kind()) {
            case FAULT_BEGAN -> began.put(entry.number(0), entry);
            case FAULT_HEALED -> healed.put(entry.number(0), entry.nanos());
            case FAULT_OVER -> over.put(entry.number(0), entry.nanos());
            case REMOVED ->
                removals.add(new Removal(entry.text(0), (int) entry.number(1), entry.number(2), entry.nanos()));
            default ->
                throw new IllegalStateException("The ledger's file of faults has an entry of another kind: " + entry);
        }
    }

    List<FaultPeriod> periods() {
        return began.entrySet().stream()
                .map(entry -> {
                    long until = over.getOrDefault(entry.getKey(), Long.MAX_VALUE);
                    return new FaultPeriod(
                            entry.getValue().text(1),
                            entry.getValue().text(2),
                            entry.getValue().nanos(),
                            healed.getOrDefault(entry.getKey(), until),
                            until);
                })
                .toList();
    }

    List<Removal> removals() {
        return removals;
    }
}
