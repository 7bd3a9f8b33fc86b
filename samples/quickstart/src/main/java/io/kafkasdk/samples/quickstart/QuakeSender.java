package io.kafkasdk.samples.quickstart;

import io.kafkasdk.producer.GuardedProducer;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The producing side: sends each event with its network as key, and books how it ended. Blocks nowhere but in its budget. */
final class QuakeSender {

    private static final int BUDGET_BYTES = 24 << 20;

    private final GuardedProducer<String, String> producer;
    private final String topic;
    private final RecordTag tag;
    private final Ledger ledger;
    private final Consumer<Throwable> onFailure;
    private final Semaphore budget = new Semaphore(BUDGET_BYTES);

    QuakeSender(
            GuardedProducer<String, String> producer,
            String topic,
            RecordTag tag,
            Ledger ledger,
            Consumer<Throwable> onFailure) {
        this.producer = producer;
        this.topic = topic;
        this.tag = tag;
        this.ledger = ledger;
        this.onFailure = onFailure;
    }

    /** Sends one event; waits only while 24 MiB are on their way already, as they are when a broker is away. */
    void send(Quake quake) throws InterruptedException {
        int size = Math.min(quake.line().length(), BUDGET_BYTES);
        budget.acquire(size);
        int id = ledger.send();
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, quake.net(), quake.line());
        tag.put(record, id);
        producer.send(record).whenComplete((receipt, failure) -> {
            budget.release(size);
            if (failure == null) {
                ledger.acked(id);
            } else {
                ledger.failed(id, failure);
                onFailure.accept(failure);
            }
        });
    }
}
