package io.kafkasdk.benchmarks;

import io.kafkasdk.producer.GuardedProducer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Threads that flood a topic, each with keys of its own: records of a key are numbered from 0 on, in a header, so that the
 * value stays the event that it is.
 */
final class NumberedLoad {

    static final String NUMBER = "n";

    private static final int KEYS_OF_A_THREAD = 500;

    private final GuardedProducer<String, byte[]> producer;
    private final String topic;
    private final List<byte[]> events;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Sender> senders = new ArrayList<>();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile boolean stopped;

    NumberedLoad(GuardedProducer<String, byte[]> producer, String topic, List<byte[]> events, int threads) {
        this.producer = producer;
        this.topic = topic;
        this.events = events;
        for (int i = 0; i < threads; i++) {
            Sender sender = new Sender(i);
            this.senders.add(sender);
            this.threads.add(new Thread(sender, "sender-" + i));
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Ends the sends, and returns when each has an outcome. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
        producer.asKafkaProducer().flush();
    }

    long acknowledged() {
        return acknowledged.sum();
    }

    long failed() {
        return failed.sum();
    }

    long longestMillis() {
        return longestNanos.get() / 1_000_000;
    }

    /** Returns how many records were sent to each key; to be called when it is stopped. */
    Map<String, Integer> sent() {
        Map<String, Integer> sent = new TreeMap<>();
        for (Sender sender : senders) {
            for (int key = 0; key < KEYS_OF_A_THREAD; key++) {
                sent.put(sender.keys[key], sender.numbers[key]);
            }
        }
        return sent;
    }

    private final class Sender implements Runnable {

        private final String[] keys = new String[KEYS_OF_A_THREAD];
        private final int[] numbers = new int[KEYS_OF_A_THREAD];

        Sender(int thread) {
            for (int key = 0; key < KEYS_OF_A_THREAD; key++) {
                keys[key] = thread + "-" + key;
            }
        }

        // What the dependent returns is nobody's.
        @SuppressWarnings("FutureReturnValueIgnored")
        @Override
        public void run() {
            for (int i = 0; !stopped; i++) {
                int key = i % KEYS_OF_A_THREAD;
                ProducerRecord<String, byte[]> record =
                        new ProducerRecord<>(topic, keys[key], events.get(i % events.size()));
                byte[] number = ByteBuffer.allocate(Integer.BYTES)
                        .putInt(numbers[key]++)
                        .array();
                record.headers().add(NUMBER, number);
                long start = System.nanoTime();
                producer.send(record)
                        .whenComplete((receipt, failure) -> (failure == null ? acknowledged : failed).increment());
                long took = System.nanoTime() - start;
                if (took > longestNanos.get()) {
                    longestNanos.accumulateAndGet(took, Math::max);
                }
            }
        }
    }
}
