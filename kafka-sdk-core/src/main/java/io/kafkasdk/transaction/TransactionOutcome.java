package io.kafkasdk.transaction;

import io.kafkasdk.error.Diagnosis;

/** How a transaction that was not committed for certain has ended. */
public sealed interface TransactionOutcome {

    /**
     * Certainly not committed: no {@code read_committed} consumer ever sees any of it, and no offset of it counts. Safe
     * to run again.
     *
     * @param reason what happened, why, and what to do
     */
    record Aborted(Diagnosis reason) implements TransactionOutcome {}

    /**
     * May be committed, may be aborted, as a whole: the commit was asked for and not answered. Running the block again
     * may do its work twice; a read-process-write loop finds out by asking the group for its committed offsets.
     *
     * @param reason what happened, why, and what to do
     */
    record Unknown(Diagnosis reason) implements TransactionOutcome {}
}
