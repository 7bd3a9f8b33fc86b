package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Four threads that send as they please, each numbers to keys of its own; and what the log must then look like. */
final class KeyedLoad {

    private static final int THREADS = 4;
    private static final int KEYS_OF_A_THREAD = 8;
    private static final String PADDING = " and some text that can be compressed, as most text can be".repeat(2);

    private final GuardedProducer<String, String> producer;
    private final String topic;
    private final long pauseNanos;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Key> keys = new HashMap<>();
    private final AtomicLong longestNanos = new AtomicLong();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /** What was sent to one key, by number. */
    private static final class Key {

        private final BitSet delivered = new BitSet();
        private final BitSet rejected = new BitSet();
        private int sent;
        private int ended;
    }

    /** Pauses so long between two sends of a thread; zero floods. */
    KeyedLoad(GuardedProducer<String, String> producer, String topic, Duration pause) {
        this.producer = producer;
        this.topic = topic;
        this.pauseNanos = pause.toNanos();
    }

    KeyedLoad start() {
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            List<String> names = IntStream.range(0, KEYS_OF_A_THREAD)
                    .mapToObj(key -> thread + "-" + key)
                    .toList();
            names.forEach(name -> keys.put(name, new Key()));
            threads.add(new Thread(() -> sendAll(names), "load-" + i));
        }
        threads.forEach(Thread::start);
        return this;
    }

    private void sendAll(List<String> names) {
        for (int i = 0; !stopped; i++) {
            String name = names.get(i % names.size());
            Key key = keys.get(name);
            int number;
            synchronized (key) {
                number = key.sent++;
            }
            long start = System.nanoTime();
            producer.send(topic, name, number + PADDING).whenComplete((receipt, failure) -> end(key, number, failure));
            longestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
            if (pauseNanos > 0) {
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }

    private void end(Key key, int number, Throwable failure) {
        synchronized (key) {
            key.ended++;
            if (failure == null) {
                key.delivered.set(number);
            } else if (failure instanceof SendFailedException failed
                    && failed.outcome() instanceof SendOutcome.Rejected) {
                key.rejected.set(number);
            }
        }
        if (failure != null) {
            failures.add(failure);
        }
    }

    /** Ends the sends, and returns once the threads have. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Returns the longest time that a send took its caller. */
    Duration longest() {
        return Duration.ofNanos(longestNanos.get());
    }

    /** Returns how sends failed, refused ones too. */
    List<Throwable> failures() {
        return List.copyOf(failures);
    }

    long sent() {
        return sum(key -> key.sent);
    }

    long ended() {
        return sum(key -> key.ended);
    }

    long delivered() {
        return sum(key -> key.delivered.cardinality());
    }

    private long sum(ToLongFunction<Key> count) {
        long sum = 0;
        for (Key key : keys.values()) {
            synchronized (key) {
                sum += count.applyAsLong(key);
            }
        }
        return sum;
    }

    /** Checks that the log has all that was delivered, nothing that was rejected, each once, and each key in order. */
    void assertLog(String bootstrapServers) {
        Map<String, BitSet> found = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        readAll(bootstrapServers, record -> {
            int number =
                    Integer.parseInt(record.value().substring(0, record.value().indexOf(' ')));
            Integer before = last.put(record.key(), number);
            if (before != null && before >= number) {
                wrong.add(record.key() + ": " + number + " behind " + before);
            }
            found.computeIfAbsent(record.key(), name -> new BitSet()).set(number);
        });
        assertThat(wrong.size() > 5 ? wrong.subList(0, 5) : wrong)
                .as("duplicated or out of order, of " + wrong.size())
                .isEmpty();
        keys.forEach((name, key) -> {
            BitSet there = found.getOrDefault(name, new BitSet());
            BitSet lost = (BitSet) key.delivered.clone();
            lost.andNot(there);
            assertThat(lost.cardinality()).as("lost of %s", name).isZero();
            assertThat(there.intersects(key.rejected))
                    .as("rejected of %s", name)
                    .isFalse();
        });
    }

    private void readAll(String bootstrapServers, Consumer<ConsumerRecord<String, String>> reader) {
        Properties config = new Properties();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("max.poll.records", 10_000);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(one -> new TopicPartition(topic, one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(200)).forEach(reader);
            }
        }
    }
}
