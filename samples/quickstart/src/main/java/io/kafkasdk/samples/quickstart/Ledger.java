package io.kafkasdk.samples.quickstart;

import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendOutcome;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The books of one topic: every record by its number, from the send to the handler. Nothing here trusts the SDK; the
 * numbers come from the futures on one side and from what the handler saw on the other. Safe for use by several threads.
 */
final class Ledger {

    private static final int OFFSET_BITS = 48;

    private final BitSet acked = new BitSet();
    private final BitSet unknown = new BitSet();
    private final BitSet rejected = new BitSet();
    private final BitSet consumed = new BitSet();
    private long[] firstPosition = new long[1024];
    private int sent;
    private int redelivered;
    private int duplicates;

    /**
     * The state of the books at one instant.
     *
     * @param sent records given to the producer
     * @param acked records whose future completed with a receipt
     * @param rejected records whose future failed, certainly not in the log
     * @param unknown records whose future failed, perhaps in the log
     * @param consumed different records that the handler finished
     * @param lost records that were acknowledged and not consumed: before the end of the run not a loss yet
     * @param unknownConsumed records of unknown outcome that turned up in the log after all
     * @param duplicates records found at a second offset of the log
     * @param redelivered how often a record was handled again from the same offset, which at-least-once allows
     */
    record Counts(
            int sent,
            int acked,
            int rejected,
            int unknown,
            int consumed,
            int lost,
            int unknownConsumed,
            int duplicates,
            int redelivered) {

        int failed() {
            return rejected + unknown;
        }

        int open() {
            return sent - acked - failed();
        }
    }

    /** Books a record that is about to be sent and returns its number. */
    synchronized int send() {
        return sent++;
    }

    /** Books an acknowledgement. */
    synchronized void acked(int id) {
        acked.set(id);
    }

    /** Books a failed send: only an outcome that is certain counts as rejected. */
    synchronized void failed(int id, Throwable failure) {
        boolean certain =
                failure instanceof SendFailedException known && known.outcome() instanceof SendOutcome.Rejected;
        (certain ? rejected : unknown).set(id);
    }

    /** Books a record that the handler finished, with the place in the log where it was found. */
    synchronized void consumed(int id, int partition, long offset) {
        long position = ((long) partition << OFFSET_BITS) | offset;
        if (id >= firstPosition.length) {
            firstPosition = Arrays.copyOf(firstPosition, Math.max(id + 1, firstPosition.length * 2));
        }
        if (!consumed.get(id)) {
            consumed.set(id);
            firstPosition[id] = position;
        } else if (firstPosition[id] == position) {
            redelivered++;
        } else {
            duplicates++;
        }
    }

    /** Returns the state of the books. */
    synchronized Counts counts() {
        BitSet lost = (BitSet) acked.clone();
        lost.andNot(consumed);
        BitSet turnedUp = (BitSet) unknown.clone();
        turnedUp.and(consumed);
        return new Counts(
                sent,
                acked.cardinality(),
                rejected.cardinality(),
                unknown.cardinality(),
                consumed.cardinality(),
                lost.cardinality(),
                turnedUp.cardinality(),
                duplicates,
                redelivered);
    }

    /** Returns how many of the records with numbers from {@code from} (included) to {@code to} (not) were acknowledged. */
    synchronized int ackedBetween(int from, int to) {
        return acked.get(from, Math.max(from, to)).cardinality();
    }
}
