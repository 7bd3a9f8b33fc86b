package io.kafkasdk.benchmarks.child;

import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What is told that a record was acknowledged, or failed: the callback of Kafka's client, and what a future is asked to
 * tell.
 */
public sealed interface Acks extends Callback, BiConsumer<@Nullable Object, @Nullable Throwable>
        permits AckCount, TimedAck {

    @Override
    default void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        accept(metadata, failure);
    }
}
