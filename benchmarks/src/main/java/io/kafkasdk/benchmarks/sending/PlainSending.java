package io.kafkasdk.benchmarks.sending;

import io.kafkasdk.benchmarks.child.Acks;
import io.kafkasdk.benchmarks.child.ProducerFigures;
import io.kafkasdk.benchmarks.child.SendTask;
import io.kafkasdk.benchmarks.child.SendingChild;
import io.kafkasdk.benchmarks.child.SendingSide;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own client, with a callback for each record. */
final class PlainSending implements SendingSide {

    /** {@link #CALLBACK} or {@link #FUTURES}. */
    static final String WAY = "way";

    /** One callback for all records. */
    static final String CALLBACK = "callback";

    /** A future for each record and a dependent on it, as the SDK offers. */
    static final String FUTURES = "futures";

    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final boolean futures;

    private PlainSending(String topic, Producer<byte[], byte[]> producer, boolean futures) {
        this.topic = topic;
        this.producer = producer;
        this.futures = futures;
    }

    public static void main(String[] args) {
        SendingChild.run(args, PlainSending::start);
    }

    private static SendingSide start(SendTask task) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new PlainSending(
                task.topic(),
                new KafkaProducer<>(task.clientConfig(), bytes, bytes),
                task.text(WAY).equals(FUTURES));
    }

    // The callback is told what Kafka's future would say.
    @SuppressWarnings("FutureReturnValueIgnored")
    @Override
    public void send(byte[] value, Acks acks) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, value);
        if (!futures) {
            producer.send(record, acks);
            return;
        }
        CompletableFuture<RecordMetadata> outcome = new CompletableFuture<>();
        outcome.whenComplete(acks);
        producer.send(record, (metadata, failure) -> {
            if (failure == null) {
                outcome.complete(metadata);
            } else {
                outcome.completeExceptionally(failure);
            }
        });
    }

    @Override
    public double metric(String name) {
        return ProducerFigures.of(producer.metrics(), name);
    }
}
