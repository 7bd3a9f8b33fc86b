package io.kafkasdk.consumer;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The application's function for work that does not need a thread while it waits, such as a call with an asynchronous HTTP
 * client.
 *
 * <p><b>Threads:</b> called on worker threads; should return at once. As many stages are under way at a time as the
 * consumer's concurrency says, in its {@link io.kafkasdk.settings.Ordering}.
 *
 * <p><b>Guarantee:</b> at least once. A record is finished when its stage completes normally. A stage that fails, or has not
 * completed within {@code ConsumerLimits.asyncTimeout}, is a failed attempt; one that ran out of time is cancelled, but
 * whether its work ends then is up to the application, and its key goes on with the next attempt.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
@FunctionalInterface
public interface AsyncHandler<K, V> {

    /**
     * Starts to handle one record.
     *
     * @param record the record, deserialized
     * @return completes when the record is handled; its value is ignored
     * @throws Exception means not handled, like a stage that fails
     */
    CompletionStage<?> handle(ConsumerRecord<K, V> record) throws Exception;
}
