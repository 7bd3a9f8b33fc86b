package io.kafkasdk.error;

import org.jspecify.annotations.Nullable;

/**
 * The one family of exceptions that the SDK throws and completes futures with. Each carries a {@link Diagnosis}; the
 * message is its text. An exception of Kafka's, where there was one, is the {@linkplain #getCause() cause}.
 */
public class KafkaSdkException extends RuntimeException {

    private final transient Diagnosis diagnosis;

    /**
     * Makes an exception from what was found out.
     *
     * @param diagnosis what happened, why, and what to do
     * @param cause the exception behind it, or null where the SDK itself refused
     */
    public KafkaSdkException(Diagnosis diagnosis, @Nullable Throwable cause) {
        super(diagnosis.text(), cause);
        this.diagnosis = diagnosis;
    }

    /** Returns what happened, why, and what to do. */
    public final Diagnosis diagnosis() {
        return diagnosis;
    }

    /** Returns the sort of failure; short for {@code diagnosis().kind()}. */
    public final ErrorKind kind() {
        return diagnosis.kind();
    }
}
