package io.kafkasdk.producer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import org.apache.kafka.common.errors.TimeoutException;

/** Hand-made failures of sends. */
public final class FailedSends {

    private FailedSends() {}

    /** A send that may have left its record in the log. */
    public static SendFailedException unknown() {
        return SendFailedException.unknown(
                new Diagnosis(ErrorKind.TIMED_OUT, "what", "cause", "cure"), new TimeoutException());
    }
}
