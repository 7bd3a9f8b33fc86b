package io.kafkasdk.test.ledger;

import java.util.List;

/**
 * One line of the ledger.
 *
 * @param nanos when, by the machine's monotonic clock, which all processes of a machine share on Linux
 */
record LedgerEntry(EntryKind kind, long nanos, List<String> fields) {

    /** Ends each line: without it, the line was torn by the end of its process. */
    static final String END = "\t.";

    LedgerEntry {
        fields = List.copyOf(fields);
    }

    static LedgerEntry parse(String line) {
        String[] parts = line.substring(0, line.length() - END.length()).split("\t", -1);
        return new LedgerEntry(
                EntryKind.of(parts[0].charAt(0)),
                Long.parseLong(parts[1]),
                List.of(parts).subList(2, parts.length));
    }

    String text(int field) {
        return fields.get(field);
    }

    long number(int field) {
        return Long.parseLong(fields.get(field));
    }
}
