package io.kafkasdk.test.trial;

import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.SendLog;
import io.kafkasdk.test.ledger.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the records of a trial, each with a stamp, by a plain producer. For one thread at a time. */
final class TrialLoad implements AutoCloseable {

    private static final String NAME = "trial";

    private final Producer<byte[], byte[]> producer;
    private final SendLog log;
    private final HandlerTrial.Values values;
    private final String topic;
    private final Random random;
    private final long[] sentOfKey;
    private int sent;

    TrialLoad(
            Producer<byte[], byte[]> producer, SendLog log, HandlerTrial.Values values, String topic, TrialPlan plan) {
        this.producer = producer;
        this.log = log;
        this.values = values;
        this.topic = topic;
        this.random = new Random(plan.seed());
        this.sentOfKey = new long[plan.size().keys()];
    }

    static Producer<byte[], byte[]> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "client.id",
                        "kafka-sdk-trial",
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        "max.in.flight.requests.per.connection",
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Its name as a producer in the ledger. */
    static String name() {
        return NAME;
    }

    /** Sends records up to but not including this number, evenly over this time. */
    void sendUpTo(int end, Duration over) throws InterruptedException {
        int count = end - sent;
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            TimeUnit.NANOSECONDS.sleep(start + over.toNanos() / count * i - System.nanoTime());
            send(sent++);
        }
        producer.flush();
    }

    private void send(int number) {
        int keyNumber = random.nextInt(sentOfKey.length);
        String key = "key-" + keyNumber;
        byte[] value = values.of(number, key);
        RecordId id = new RecordId(NAME, 0, number);
        Stamp stamp = Stamp.of(id, topic, key, sentOfKey[keyNumber]++, value);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
        stamp.putInto(record.headers());
        log.intent(stamp);
        try {
            producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    log.acked(id, new TopicPartition(metadata.topic(), metadata.partition()), metadata.offset());
                } else {
                    log.unknown(id, failure.toString());
                }
            });
        } catch (KafkaException failure) {
            log.unknown(id, failure.toString());
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
        log.close();
    }
}
