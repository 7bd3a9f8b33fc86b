package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The seeks that the application asked for, one after the other.
 *
 * <p><b>Threads:</b> any thread orders, the poll thread goes on with them, any thread ends them.
 */
final class Seeks {

    private final MemberParts parts;
    private final Duration drainTimeout;
    private final Queue<Seek> orders = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    /**
     * Makes an empty list.
     *
     * @param parts what the member consists of
     * @param drainTimeout how long a running handler is waited for; polling goes on meanwhile
     */
    Seeks(MemberParts parts, Duration drainTimeout) {
        this.parts = parts;
        this.drainTimeout = drainTimeout;
    }

    /** Orders a seek. */
    CompletionStage<Map<TopicPartition, Long>> order(SeekTarget target) {
        Seek seek = new Seek(target);
        orders.add(seek);
        if (ended) {
            seek.fail(notRunning());
        } else {
            parts.client().wakeup();
        }
        return seek.answer().minimalCompletionStage();
    }

    /** Goes on with the first. */
    void settle() {
        Seek first = orders.peek();
        while (first != null && first.step(parts, drainTimeout)) {
            orders.remove(first);
            first = orders.peek();
        }
    }

    /** Ends all, because the consumer does. */
    void end() {
        ended = true;
        for (@Nullable Seek seek = orders.poll(); seek != null; seek = orders.poll()) {
            seek.fail(notRunning());
        }
    }

    /** Explains why there is no seek. */
    static KafkaSdkException notRunning() {
        return new KafkaSdkException(
                new Diagnosis(
                        ErrorKind.CLOSED,
                        "No seek",
                        "the consumer is not running: it was not started, or it is closed or failed",
                        "seek between start() and close()"),
                null);
    }
}
