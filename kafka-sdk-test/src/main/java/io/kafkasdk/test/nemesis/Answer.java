package io.kafkasdk.test.nemesis;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for what {@code Admin} was asked. */
final class Answer {
    private static final int LIMIT_S = 60;

    private Answer() {}

    /**
     * Blocks for at most a minute.
     *
     * @param what as in "Could not {@code what}"
     */
    static <T> T of(String what, KafkaFuture<T> answer) {
        try {
            return answer.get(LIMIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NemesisException("Interrupted, could not " + what, e);
        } catch (ExecutionException e) {
            throw new NemesisException("Could not " + what + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new NemesisException("Could not " + what + ": no broker answered in " + LIMIT_S + " s", e);
        }
    }
}
