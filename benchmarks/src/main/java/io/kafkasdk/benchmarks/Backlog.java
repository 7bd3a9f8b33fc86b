package io.kafkasdk.benchmarks;

import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.tuning.TuningProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Records that wait in a topic before a trial begins: hexadecimal digits, which compress to about half, with keys drawn at
 * random, the same each time. Key n is in partition n modulo slots; a partition beyond the last is the first.
 *
 * @param topic where
 * @param partitions of the topic
 * @param slots the number of partitions, or more when the first one is to have more than its share
 * @param records how many
 * @param valueBytes how long each value is
 * @param keys how many keys
 */
record Backlog(String topic, int partitions, int slots, int records, int valueBytes, int keys) {

    private static final int POOL_BYTES = 16 << 20;

    /** Sends them and returns how many each partition got. */
    int[] send(String bootstrapServers) {
        Map<String, Object> config =
                new HashMap<>(TuningProfile.BALANCED.producer().toKafkaConfig());
        config.put("bootstrap.servers", bootstrapServers);
        config.put("max.block.ms", 60_000);
        Random random = new Random(17);
        byte[][] values = values(random);
        int[] perPartition = new int[partitions];
        AtomicInteger failures = new AtomicInteger();
        try (Producer<String, byte[]> producer =
                new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                int key = random.nextInt(keys);
                int partition = key % slots < partitions ? key % slots : 0;
                perPartition[partition]++;
                byte[] value = values[i % values.length];
                producer.send(
                        new ProducerRecord<>(topic, partition, HandlingTask.key(key), value), (metadata, failure) -> {
                            if (failure != null) {
                                failures.incrementAndGet();
                            }
                        });
            }
        }
        if (failures.get() > 0) {
            throw new IllegalStateException(
                    failures + " records of " + topic + " were not written; look at the brokers' logs");
        }
        return perPartition;
    }

    private byte[][] values(Random random) {
        byte[][] values = new byte[POOL_BYTES / valueBytes][valueBytes];
        for (byte[] value : values) {
            for (int i = 0; i < value.length; i++) {
                value[i] = (byte) Character.forDigit(random.nextInt(16), 16);
            }
        }
        return values;
    }
}
