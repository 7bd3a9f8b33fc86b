package io.kafkasdk.test.trial;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A loop around a plain consumer as one would write it by hand: right in one way, wrong in others. */
final class PlainMember implements AutoCloseable, ConsumerRebalanceListener {

    private final TrialMember member;
    private final Way way;
    private final Work work;
    private final Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> deadLetters;
    private final Thread thread;
    private volatile boolean closing;

    /** How it is done. */
    enum Way {
        RIGHT,
        COMMITS_BEFORE_IT_HANDLES,
        HANDLES_A_BATCH_IN_PARALLEL,
        DROPS_WHAT_FAILS
    }

    /** What the application does with a value. */
    @FunctionalInterface
    interface Work {
        void on(byte[] value);
    }

    private PlainMember(TrialMember member, Way way, Work work) {
        this.member = member;
        this.way = way;
        this.work = work;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        member.bootstrapServers(),
                        "group.id",
                        member.group(),
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.deadLetters = new KafkaProducer<>(
                Map.of("bootstrap.servers", member.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.thread = new Thread(this::loop, "plain-" + member.name());
    }

    static PlainMember start(TrialMember member, Way way, Work work) {
        PlainMember started = new PlainMember(member, way, work);
        started.thread.start();
        return started;
    }

    private void loop() {
        try (consumer;
                deadLetters) {
            consumer.subscribe(List.of(member.topic()), this);
            while (!closing) {
                ConsumerRecords<byte[], byte[]> batch = consumer.poll(Duration.ofMillis(100));
                if (way == Way.COMMITS_BEFORE_IT_HANDLES) {
                    consumer.commitSync();
                }
                if (way == Way.HANDLES_A_BATCH_IN_PARALLEL) {
                    handleInParallel(batch);
                } else {
                    handleOneByOne(batch);
                }
                commit();
            }
        }
    }

    private void handleOneByOne(ConsumerRecords<byte[], byte[]> batch) {
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            if (closing) {
                return;
            }
            handle(record);
            done(record);
        }
    }

    private void handleInParallel(ConsumerRecords<byte[], byte[]> batch) {
        List<ConsumerRecord<byte[], byte[]>> records = batch.partitions().stream()
                .flatMap(p -> batch.records(p).stream())
                .toList();
        records.parallelStream().forEach(this::handle);
        records.forEach(this::done);
    }

    private void handle(ConsumerRecord<byte[], byte[]> record) {
        try {
            member.handle(record, () -> work.on(record.value()));
        } catch (Exception failed) {
            if (way != Way.DROPS_WHAT_FAILS) {
                deadLetter(record);
            }
        }
    }

    private void deadLetter(ConsumerRecord<byte[], byte[]> record) {
        try {
            deadLetters
                    .send(new ProducerRecord<>(
                            member.deadLetterTopic(), null, record.key(), record.value(), record.headers()))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("No dead letter, no commit: stop here", e);
        }
    }

    private void done(ConsumerRecord<byte[], byte[]> record) {
        done.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
    }

    private void commit() {
        if (way != Way.COMMITS_BEFORE_IT_HANDLES && !done.isEmpty()) {
            consumer.commitSync(done);
            done.clear();
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        member.assigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        member.revoked(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        member.lost(partitions);
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
