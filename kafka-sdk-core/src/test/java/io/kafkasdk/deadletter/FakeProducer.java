package io.kafkasdk.deadletter;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.producer.Visibility;
import io.kafkasdk.settings.ConfigExplanation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** A guarded producer that keeps what it is given, and answers as it is told. */
final class FakeProducer implements GuardedProducer<byte[], byte[]> {

    final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    Function<ProducerRecord<byte[], byte[]>, CompletableFuture<SendReceipt>> answer = FakeProducer::acknowledged;
    boolean closed;

    static CompletableFuture<SendReceipt> acknowledged(ProducerRecord<byte[], byte[]> record) {
        return CompletableFuture.completedFuture(
                new SendReceipt(record.topic(), 0, 7, 0, AcksVerdict.Kind.SAFE, Durability.ALL, Visibility.VISIBLE));
    }

    static CompletableFuture<SendReceipt> refused(ErrorKind kind) {
        return CompletableFuture.failedFuture(
                new KafkaSdkException(new Diagnosis(kind, "not sent", "the fake refuses", "none"), null));
    }

    static CompletableFuture<SendReceipt> tooLarge() {
        return CompletableFuture.failedFuture(new KafkaSdkException(
                new Diagnosis(ErrorKind.BAD_RECORD, "too large", "the topic's max.message.bytes is 1000", "send less"),
                new RecordTooLargeException("too large")));
    }

    @Override
    public CompletableFuture<SendReceipt> send(ProducerRecord<byte[], byte[]> record) {
        sent.add(record);
        return answer.apply(record);
    }

    @Override
    public CompletableFuture<SendReceipt> send(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        return send(new ProducerRecord<>(topic, key, value));
    }

    @Override
    public int inFlight() {
        return 0;
    }

    @Override
    public Map<MetricName, ? extends Metric> kafkaMetrics() {
        return Map.of();
    }

    @Override
    public CompletableFuture<SendReceipt> tombstone(String topic, byte[] key) {
        return send(new ProducerRecord<>(topic, key, null));
    }

    @Override
    public String clientId() {
        return "fake";
    }

    @Override
    public Producer<byte[], byte[]> asKafkaProducer() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConfigExplanation explain() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void close(Duration timeout) {
        closed = true;
    }
}
