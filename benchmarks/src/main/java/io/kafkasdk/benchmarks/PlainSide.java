package io.kafkasdk.benchmarks;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Kafka's own client: with one callback for all records, the least that an application can do and still see failures, or
 * with a future for each, as an application does that wants to know what became of each record. Does not close the client.
 */
final class PlainSide<T> implements SendSide<T> {

    private final String label;
    private final String clientId;
    private final Producer<T, T> producer;
    private final boolean futures;
    private final FailureCount failures = new FailureCount();

    /**
     * Takes a client.
     *
     * @param label what the tables call it
     * @param clientId the client.id
     * @param producer the client
     * @param futures whether each record gets a future
     */
    PlainSide(String label, String clientId, Producer<T, T> producer, boolean futures) {
        this.label = label;
        this.clientId = clientId;
        this.producer = producer;
        this.futures = futures;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public void send(String topic, T key, T value) {
        send(new ProducerRecord<>(topic, key, value));
    }

    // The callback is told what Kafka's future would say.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void send(ProducerRecord<T, T> record) {
        if (futures) {
            CompletableFuture<RecordMetadata> outcome = new CompletableFuture<>();
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    outcome.complete(metadata);
                } else {
                    failures.onCompletion(metadata, failure);
                    outcome.completeExceptionally(failure);
                }
            });
        } else {
            producer.send(record, failures);
        }
    }

    @Override
    public void flush() {
        producer.flush();
    }

    @Override
    public long failures() {
        return failures.count();
    }
}
