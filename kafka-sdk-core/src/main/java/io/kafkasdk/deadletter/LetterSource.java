package io.kafkasdk.deadletter;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.FailureText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Reads a dead letter topic from where the last replay ended to where the topic ended when this one began.
 *
 * <p><b>Threads:</b> for the thread that replays. An interrupt ends every call with an {@link InterruptedException}.
 */
final class LetterSource {

    private static final Duration LONGEST_CALL = Duration.ofSeconds(15);

    private final Consumer<byte[], byte[]> consumer;
    private final ReplaySettings settings;
    private final String readers;
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    /**
     * Takes what it reads with.
     *
     * @param consumer reads; who made it calls {@link #close}
     * @param settings what to read
     * @param readers the group whose offsets say what was replayed
     */
    LetterSource(Consumer<byte[], byte[]> consumer, ReplaySettings settings, String readers) {
        this.consumer = consumer;
        this.settings = settings;
        this.readers = readers;
    }

    /** Finds out where to begin and where to end. Blocks up to a minute when the cluster is slow. */
    void open() throws InterruptedException {
        List<TopicPartition> partitions = partitionsOf(settings.deadLetterTopic());
        if (partitions.isEmpty()) {
            throw new KafkaSdkException(missing(settings.deadLetterTopic()), null);
        }
        ask(() -> {
            consumer.assign(partitions);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, LONGEST_CALL);
            ends.putAll(consumer.endOffsets(partitions, LONGEST_CALL));
            consumer.committed(Set.copyOf(partitions), LONGEST_CALL).forEach((partition, offset) -> {
                if (offset != null) {
                    committed.put(partition, offset.offset());
                }
            });
            for (TopicPartition partition : partitions) {
                long begin = begins.getOrDefault(partition, 0L);
                consumer.seek(partition, Math.max(begin, committed.getOrDefault(partition, begin)));
            }
            return partitions;
        });
        refuseRecreated();
    }

    /** Returns how many partitions the topic has that the letters go back to. */
    int originPartitions() throws InterruptedException {
        List<TopicPartition> partitions = partitionsOf(settings.originTopic());
        if (partitions.isEmpty()) {
            throw new KafkaSdkException(missing(settings.originTopic()), null);
        }
        return partitions.size();
    }

    private List<TopicPartition> partitionsOf(String topic) throws InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        List<PartitionInfo> known = ask(() -> {
            // Null where the topic does not exist.
            List<PartitionInfo> infos = consumer.partitionsFor(topic, LONGEST_CALL);
            return infos == null ? List.of() : infos;
        });
        for (PartitionInfo info : known) {
            partitions.add(new TopicPartition(topic, info.partition()));
        }
        return partitions;
    }

    /** Beginning anew would send everything again, going on would leave letters out: somebody has to decide. */
    private void refuseRecreated() {
        committed.forEach((partition, offset) -> {
            long end = ends.getOrDefault(partition, offset);
            if (offset > end) {
                throw new KafkaSdkException(
                        new Diagnosis(
                                ErrorKind.MISCONFIGURED,
                                what(),
                                "group '" + readers + "' has committed offset " + offset + " of " + partition
                                        + ", which ends at " + end + ": the topic was created anew, or lost records",
                                "decide where to begin: kafka-consumer-groups.sh --bootstrap-server <broker> --group "
                                        + readers + " --topic " + settings.deadLetterTopic()
                                        + " --reset-offsets --to-earliest --execute"),
                        null);
            }
        });
    }

    /** Returns whether everything was read that was there at the beginning. */
    boolean isAtEnd() throws InterruptedException {
        return ask(() -> ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey(), LONGEST_CALL) >= end.getValue()));
    }

    /** Returns the next records, none that came after the beginning; empty where there are none within the limit. */
    List<ConsumerRecord<byte[], byte[]>> poll(Duration limit) throws InterruptedException {
        return ask(() -> {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(limit)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < ends.getOrDefault(partition, 0L)) {
                    records.add(record);
                } else {
                    consumer.pause(List.of(partition));
                }
            }
            return records;
        });
    }

    /** Returns where each partition ended at the beginning: behind its last record, and behind markers of transactions. */
    Map<TopicPartition, Long> ends() {
        return ends;
    }

    /** Commits what is new of these positions. */
    void commit(Map<TopicPartition, Long> positions, Duration limit) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> fresh = new HashMap<>();
        positions.forEach((partition, offset) -> {
            if (committed.getOrDefault(partition, -1L) < offset) {
                fresh.put(partition, new OffsetAndMetadata(offset));
            }
        });
        if (fresh.isEmpty()) {
            return;
        }
        ask(() -> {
            consumer.commitSync(fresh, limit);
            return fresh;
        });
        fresh.forEach((partition, offset) -> committed.put(partition, offset.offset()));
    }

    void close(Duration limit) {
        consumer.close(CloseOptions.timeout(limit));
    }

    private <T> T ask(Supplier<T> question) throws InterruptedException {
        try {
            return question.get();
        } catch (InterruptException e) {
            // Kafka's exception sets the flag again, which the last commit would stumble over.
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException("interrupted while reading dead letters");
            interrupted.initCause(e);
            throw interrupted;
        } catch (KafkaException e) {
            throw new KafkaSdkException(
                    new Diagnosis(
                            ErrorClassifier.kindOf(e),
                            what(),
                            FailureText.of(e),
                            "look after what Kafka names; a replay needs the right Read on group '" + readers
                                    + "', Read on topic '" + settings.deadLetterTopic() + "' and Write on topic '"
                                    + settings.originTopic() + "'"),
                    e);
        }
    }

    private Diagnosis missing(String topic) {
        return new Diagnosis(
                ErrorKind.TOPIC_MISSING,
                what(),
                "topic '" + topic + "' does not exist, or may not be seen",
                "check its name in ReplaySettings, and the right Describe on it");
    }

    private String what() {
        return "The dead letters of topic '" + settings.deadLetterTopic() + "' cannot be replayed";
    }
}
