package io.kafkasdk.test;

import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what {@code Admin} was asked to do. */
final class AdminAnswer {
    private AdminAnswer() {}

    /**
     * Blocks for at most the admin client's own limit of 60 s.
     *
     * @param what as in "Could not {@code what}"
     */
    static void await(String what, KafkaFuture<?> answer) {
        try {
            answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaClusterException("Interrupted, could not " + what, e);
        } catch (ExecutionException e) {
            throw new KafkaClusterException(
                    "Could not " + what + ": " + e.getCause(), Objects.requireNonNullElse(e.getCause(), e));
        }
    }
}
