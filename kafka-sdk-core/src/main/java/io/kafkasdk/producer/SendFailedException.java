package io.kafkasdk.producer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.KafkaSdkException;
import org.jspecify.annotations.Nullable;

/** What the future of a failed send completes with. */
public final class SendFailedException extends KafkaSdkException {

    private final transient SendOutcome outcome;

    private SendFailedException(SendOutcome outcome, Diagnosis diagnosis, @Nullable Throwable cause) {
        super(diagnosis, cause);
        this.outcome = outcome;
    }

    /** A send that certainly left nothing in the log. */
    static SendFailedException rejected(Diagnosis diagnosis, @Nullable Throwable cause) {
        return new SendFailedException(new SendOutcome.Rejected(diagnosis), diagnosis, cause);
    }

    /** A send that may have left its record in the log. */
    static SendFailedException unknown(Diagnosis diagnosis, @Nullable Throwable cause) {
        return new SendFailedException(new SendOutcome.Unknown(diagnosis), diagnosis, cause);
    }

    /** Returns {@link SendOutcome.Rejected} or {@link SendOutcome.Unknown}. */
    public SendOutcome outcome() {
        return outcome;
    }
}
