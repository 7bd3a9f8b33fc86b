package io.kafkasdk.benchmarks;

import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendReceipt;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The SDK; does not close the producer, which belongs to its SDK. */
final class SdkSide<T> implements SendSide<T> {

    private final String label;
    private final GuardedProducer<T, T> producer;
    private final Producer<T, T> view;
    private final boolean attended;
    private final FailureCount failures = new FailureCount();

    /**
     * Takes a producer.
     *
     * @param label what the tables call it
     * @param producer the producer
     * @param attended whether each future gets a dependent, with {@code whenComplete}
     */
    SdkSide(String label, GuardedProducer<T, T> producer, boolean attended) {
        this.label = label;
        this.producer = producer;
        this.view = producer.asKafkaProducer();
        this.attended = attended;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String clientId() {
        return producer.clientId();
    }

    @Override
    public void send(String topic, T key, T value) {
        attend(producer.send(topic, key, value));
    }

    @Override
    public void send(ProducerRecord<T, T> record) {
        attend(producer.send(record));
    }

    // What a dependent returns is nobody's.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void attend(CompletableFuture<SendReceipt> sent) {
        if (attended) {
            sent.whenComplete(failures);
        } else if (sent.isCompletedExceptionally()) {
            throw new IllegalStateException(
                    "A record was refused",
                    sent.handle((receipt, failure) -> failure).join());
        }
    }

    @Override
    public void flush() {
        view.flush();
    }

    @Override
    public long failures() {
        return failures.count();
    }
}
