package io.kafkasdk.transaction;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.KafkaSdkException;
import org.jspecify.annotations.Nullable;

/** Thrown for a transaction that was not committed, or of which nobody knows whether it was. */
public final class TransactionFailedException extends KafkaSdkException {

    private final transient TransactionOutcome outcome;

    private TransactionFailedException(TransactionOutcome outcome, Diagnosis diagnosis, @Nullable Throwable cause) {
        super(diagnosis, cause);
        this.outcome = outcome;
    }

    /** A transaction of which certainly nothing counts. */
    static TransactionFailedException aborted(Diagnosis diagnosis, @Nullable Throwable cause) {
        return new TransactionFailedException(new TransactionOutcome.Aborted(diagnosis), diagnosis, cause);
    }

    /** A transaction that may be committed. */
    static TransactionFailedException unknown(Diagnosis diagnosis, @Nullable Throwable cause) {
        return new TransactionFailedException(new TransactionOutcome.Unknown(diagnosis), diagnosis, cause);
    }

    /** Returns {@link TransactionOutcome.Aborted} or {@link TransactionOutcome.Unknown}. */
    public TransactionOutcome outcome() {
        return outcome;
    }
}
