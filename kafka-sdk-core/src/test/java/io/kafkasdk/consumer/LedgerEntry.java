package io.kafkasdk.consumer;

/**
 * One line of a {@link Ledger}.
 *
 * @param nanos the monotonic clock of the machine, which all its processes share
 * @param member who wrote it, or whom it is about
 * @param partition a partition; -1 where it is about the member as a whole
 * @param number an offset; of COMMITTED how long the commit took in nanoseconds, of RECOGNIZED how many records
 * @param key the key of the record; "-" where there is none
 */
record LedgerEntry(Kind kind, long nanos, String member, int partition, long number, String key) {

    enum Kind {
        START,
        END,
        /** A handler that started ended by an exception. */
        GAVE_UP,
        COMMITTED,
        ASSIGNED,
        REVOKED,
        LOST,
        RECOGNIZED,
        /** Written by the test: the process is dead, or frozen. */
        KILLED,
        FROZEN
    }

    static LedgerEntry parse(String line) {
        String[] parts = line.split(" ", 6);
        return new LedgerEntry(
                Kind.valueOf(parts[0]),
                Long.parseLong(parts[1]),
                parts[2],
                Integer.parseInt(parts[3]),
                Long.parseLong(parts[4]),
                parts[5]);
    }

    String line() {
        return kind + " " + nanos + " " + member + " " + partition + " " + number + " " + key + "\n";
    }

    Place place() {
        return new Place(partition, number);
    }

    String keyInPartition() {
        return partition + "/" + key;
    }

    /** Where a record is. */
    record Place(int partition, long offset) {}
}
