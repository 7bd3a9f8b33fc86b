package io.kafkasdk.test.ledger;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was broken from when to when, and which records were taken away on purpose.
 *
 * <p><b>Threads</b>: safe for use by many threads.
 */
public final class FaultLog implements AutoCloseable {

    private final LedgerFile file;
    private final AtomicInteger next = new AtomicInteger();

    FaultLog(LedgerFile file) {
        this.file = file;
    }

    /** One fault that has begun. */
    public final class Period {

        private final int number;

        private Period(int number) {
            this.number = number;
        }

        /** The cause is gone; what it did may last. */
        public void healed() {
            file.write(EntryKind.FAULT_HEALED, number);
        }

        /** What comes from now on is no longer counted as its effect. */
        public void over() {
            file.write(EntryKind.FAULT_OVER, number);
        }
    }

    /**
     * A fault begins.
     *
     * @param fault its kind, such as {@code broker-kill}
     * @param target what it hits, such as {@code broker 2} or the name of a member
     */
    public Period began(String fault, String target) {
        int number = next.getAndIncrement();
        file.write(EntryKind.FAULT_BEGAN, number, fault, target);
        return new Period(number);
    }

    /**
     * The records of a partition below an offset are removed on purpose, as retention does. Call it just before or when they
     * are gone: those that were sent before are excused when they are missing.
     */
    public void removed(String topic, int partition, long below) {
        file.write(EntryKind.REMOVED, topic, partition, below);
    }

    /**
     * All records that the topic had were removed on purpose, because it was deleted. Call it when no broker has the topic any
     * more and before it is created again: what is sent from now on belongs to the new topic.
     */
    public void deleted(String topic) {
        file.write(EntryKind.REMOVED, topic, Removal.ALL_PARTITIONS, Long.MAX_VALUE);
    }

    /** Closes the file; nothing can be written after that. */
    @Override
    public void close() {
        file.close();
    }
}
