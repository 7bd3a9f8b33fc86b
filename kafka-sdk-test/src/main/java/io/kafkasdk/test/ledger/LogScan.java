package io.kafkasdk.test.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics from their first record to their last with a plain consumer without a group.
 *
 * <p><b>Threads</b>: for use by one thread at a time; holds no resources between reads.
 */
public final class LogScan {

    private static final Duration NO_PROGRESS_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> config;

    private LogScan(Map<String, Object> config) {
        this.config = config;
    }

    /**
     * A scan with these settings of a Kafka client: {@code bootstrap.servers}, security, and {@code isolation.level} where
     * only committed records count.
     */
    public static LogScan of(Map<String, Object> config) {
        Map<String, Object> own = new HashMap<>(config);
        own.put("enable.auto.commit", false);
        own.put("auto.offset.reset", "earliest");
        return new LogScan(Map.copyOf(own));
    }

    /**
     * Reads all that the topics hold when it is called. Blocks for as long as that takes; a topic that does not exist has
     * no records.
     *
     * @throws KafkaException when no record arrives for 60 s before the end is reached
     */
    public List<Logged> read(Collection<String> topics) {
        List<Logged> logs = new ArrayList<>();
        Pool pool = new Pool();
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var known = consumer.listTopics();
            List<TopicPartition> partitions = topics.stream()
                    .distinct()
                    .filter(known::containsKey)
                    .flatMap(topic -> Objects.requireNonNull(known.get(topic)).stream())
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long progressAt = System.nanoTime();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    logs.add(logged(pool, record));
                    progressAt = System.nanoTime();
                }
                if (System.nanoTime() - progressAt > NO_PROGRESS_LIMIT.toNanos()) {
                    throw new KafkaException(
                            "The logs of " + topics + " cannot be read to their end: " + missing(consumer, ends));
                }
            }
        }
        return logs;
    }

    private static String missing(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        List<String> texts = new ArrayList<>();
        ends.forEach((partition, end) -> {
            long position = consumer.position(partition);
            if (position < end) {
                texts.add(partition + " stands at " + position + " of " + end);
            }
        });
        return String.join(", ", texts);
    }

    private static Logged logged(Pool pool, ConsumerRecord<byte[], byte[]> record) {
        Optional<Stamp> stamp = Stamp.read(record.headers()).map(pool::stamp);
        boolean isIntact = stamp.map(s -> s.fits(record.value()) && s.key().equals(text(record.key())))
                .orElse(false);
        return new Logged(pool.partition(record.topic(), record.partition()), record.offset(), stamp, isIntact);
    }

    private static String text(byte @Nullable [] key) {
        return key == null ? "" : new String(key, StandardCharsets.UTF_8);
    }
}
