package io.kafkasdk.cluster;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.FailureText;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for calls of the Admin client, and says in words what became of those that failed. */
final class AdminCalls {

    private AdminCalls() {}

    /** Waits until the deadline; what has been answered is returned even after it. */
    static <T> T await(KafkaFuture<T> future, Deadline deadline) throws ExecutionException, TimeoutException {
        try {
            return future.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionException(e);
        }
    }

    static String topic(String name) {
        return "topic '" + name + "'";
    }

    /**
     * Makes a diagnosis of a call that failed.
     *
     * @param access names the settings that decide who we are
     * @param call the method of the Admin client
     * @param right the ACL operation it needs
     * @param subject what the right is on
     * @param failure what the call ended with
     */
    static Diagnosis diagnose(AccessCures access, String call, String right, String subject, Throwable failure) {
        Throwable reason =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        if (reason instanceof InterruptedException) {
            return new Diagnosis(
                    ErrorKind.CLOSED,
                    call + " for " + subject + " was interrupted",
                    "the thread that asked was interrupted: the SDK is stopping, or its caller is",
                    "none while stopping; otherwise ask again on a thread that nobody interrupts");
        }
        ErrorKind kind = reason instanceof TimeoutException ? ErrorKind.UNREACHABLE : ErrorClassifier.kindOf(reason);
        String what = call + " failed for " + subject;
        String said = FailureText.of(reason);
        return switch (kind) {
            case UNAUTHORIZED -> access.rightMissing(what, right, subject);
            case UNAUTHENTICATED -> access.loginRefused(what, reason);
            case TOPIC_MISSING, NO_LEADER ->
                new Diagnosis(kind, what, said, "create the topic, or bring its leader back");
            case TIMED_OUT, UNREACHABLE ->
                new Diagnosis(
                        ErrorKind.UNREACHABLE,
                        what,
                        "no broker answered in time",
                        "check that the brokers run and that bootstrapServers and the security settings fit them");
            default -> new Diagnosis(kind, what, said, "check that the brokers support " + call);
        };
    }
}
