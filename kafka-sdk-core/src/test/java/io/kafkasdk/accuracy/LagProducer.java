package io.kafkasdk.accuracy;

import io.kafkasdk.test.KafkaCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes the records of a scenario with a plain producer, and tells the truth when each became readable. */
final class LagProducer implements AutoCloseable {

    private final LagScenario scenario;
    private final LagTruth truth;
    private final KafkaProducer<String, String> producer;
    private final AtomicInteger transactions = new AtomicInteger();

    LagProducer(KafkaCluster cluster, LagScenario scenario, LagTruth truth) {
        this.scenario = scenario;
        this.truth = truth;
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", cluster.bootstrapServers());
        config.put("linger.ms", 0);
        if (scenario == LagScenario.TRANSACTIONS) {
            config.put("transactional.id", scenario.topic());
        }
        this.producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        if (scenario == LagScenario.TRANSACTIONS) {
            producer.initTransactions();
        }
    }

    /** Writes once. */
    void write(Duration at) throws ExecutionException, InterruptedException {
        if (!scenario.writes(at)) {
            return;
        }
        if (scenario == LagScenario.TRANSACTIONS) {
            writeTransaction();
            return;
        }
        for (int i = 0; i < scenario.records; i++) {
            producer.send(record(), (metadata, failure) -> {
                if (failure == null) {
                    truth.appended(metadata.offset(), System.nanoTime());
                }
            });
        }
    }

    private void writeTransaction() throws ExecutionException, InterruptedException {
        producer.beginTransaction();
        ConcurrentLinkedQueue<Future<RecordMetadata>> sends = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < scenario.records; i++) {
            sends.add(producer.send(record()));
        }
        producer.flush();
        if (transactions.incrementAndGet() % 3 == 0) {
            producer.abortTransaction();
            return;
        }
        producer.commitTransaction();
        long now = System.nanoTime();
        for (Future<RecordMetadata> send : sends) {
            truth.appended(send.get().offset(), now);
        }
    }

    private ProducerRecord<String, String> record() {
        return new ProducerRecord<>(
                scenario.topic(), 0, System.currentTimeMillis() + scenario.clockMillis, "key", "value");
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
