package io.kafkasdk.tracing;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.FailurePlace;
import java.util.concurrent.CompletionException;

/**
 * What a tracer gets to see of a failure: kind, class and place. Tracers export the messages of exceptions and of all their
 * causes, and handlers and serializers put payload into those.
 */
final class TracedFailure {

    private TracedFailure() {}

    /** Returns the class behind a failure; of one that the SDK found without an exception, its kind. */
    static String typeOf(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof KafkaSdkException ours) {
            Throwable behind = ours.getCause();
            return behind == null ? ours.kind().name() : behind.getClass().getName();
        }
        return cause.getClass().getName();
    }

    /**
     * Returns an exception without payload: a diagnosis of ours has none, of any other failure only class and place are
     * told.
     *
     * @param what what did not happen
     * @param failure why
     */
    static KafkaSdkException of(String what, Throwable failure) {
        Throwable cause = unwrapped(failure);
        Diagnosis told = cause instanceof KafkaSdkException ours
                ? ours.diagnosis()
                : new Diagnosis(
                        ErrorClassifier.kindOf(cause),
                        what,
                        FailurePlace.of(cause),
                        "see the exception where the application has it: its message is not told here, since it may"
                                + " hold payload");
        KafkaSdkException traced = new KafkaSdkException(told, null);
        traced.setStackTrace(cause.getStackTrace());
        return traced;
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
