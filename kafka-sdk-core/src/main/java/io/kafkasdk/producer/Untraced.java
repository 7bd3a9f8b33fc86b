package io.kafkasdk.producer;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Nobody traces: one object for all sends. */
final class Untraced implements SendTrace {

    @Override
    public <K, V> ProducerRecord<K, V> carry(ProducerRecord<K, V> record) {
        return record;
    }

    @Override
    public CompletableFuture<SendReceipt> follow(CompletableFuture<SendReceipt> sent) {
        return sent;
    }

    @Override
    public void delivered(int partition, long offset) {
        // Nobody asks.
    }

    @Override
    public void failed(Throwable failure) {
        // Nobody asks.
    }
}
