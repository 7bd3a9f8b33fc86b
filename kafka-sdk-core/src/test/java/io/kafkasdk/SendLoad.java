package io.kafkasdk;

import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendOutcome;
import io.kafkasdk.producer.SendReceipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Threads that send all the time, each with its own keys, and note of every call how long it took and how it ended. */
final class SendLoad {

    private static final int THREADS = 4;
    private static final int KEYS = 5;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final GuardedProducer<String, String> producer;
    private final String topic;
    private final List<List<Call>> calls = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;
    private volatile long latestBeatNanos;

    SendLoad(GuardedProducer<String, String> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
    }

    void start() {
        for (int i = 0; i < THREADS; i++) {
            List<Call> mine = new ArrayList<>();
            calls.add(mine);
            String name = "sender" + i;
            threads.add(new Thread(() -> send(name, mine), name));
        }
        threads.add(new Thread(this::beat, "heartbeat"));
        threads.forEach(Thread::start);
    }

    private void send(String name, List<Call> mine) {
        for (int i = 0; !stopped; i++) {
            Call call = new Call(name + "-" + i % KEYS, i, System.nanoTime());
            var send = producer.send(topic, call.key, call.value());
            call.tookNanos = System.nanoTime() - call.startNanos;
            // What the dependent returns is nobody's business.
            var unused = send.whenComplete(call::end);
            mine.add(call);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Measures by how much this machine wakes a thread too late. */
    private void beat() {
        while (!stopped) {
            long start = System.nanoTime();
            LockSupport.parkNanos(BEAT_NANOS);
            latestBeatNanos = Math.max(latestBeatNanos, System.nanoTime() - start - BEAT_NANOS);
        }
    }

    void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Returns all calls, those of one thread in their order; after the stop only. */
    List<Call> calls() {
        return calls.stream().flatMap(List::stream).toList();
    }

    /** Returns by how much a thread that only sleeps for a millisecond was late at the most. */
    Duration latestBeat() {
        return Duration.ofNanos(latestBeatNanos);
    }

    /** Returns the longest of the calls in the sorted share, 1 for all. */
    static Duration longest(List<Call> calls, double share) {
        long[] took = calls.stream().mapToLong(call -> call.tookNanos).toArray();
        Arrays.sort(took);
        return took.length == 0
                ? Duration.ZERO
                : Duration.ofNanos(took[Math.max(0, (int) Math.ceil(took.length * share) - 1)]);
    }

    /** One send. */
    static final class Call {

        final String key;
        final int number;
        final long startNanos;
        final AtomicInteger ends = new AtomicInteger();
        long tookNanos;
        volatile long endNanos;
        volatile @Nullable SendOutcome outcome;
        volatile boolean refusedByBreaker;

        Call(String key, int number, long startNanos) {
            this.key = key;
            this.number = number;
            this.startNanos = startNanos;
        }

        String value() {
            return key + ":" + number;
        }

        Duration endedAfter() {
            return Duration.ofNanos(endNanos - startNanos);
        }

        private void end(@Nullable SendReceipt receipt, @Nullable Throwable failure) {
            endNanos = System.nanoTime();
            if (receipt != null) {
                outcome = new SendOutcome.Delivered(receipt);
            } else if (failure instanceof SendFailedException known) {
                outcome = known.outcome();
                refusedByBreaker = known.diagnosis().cause().contains("circuit breaker");
            }
            ends.incrementAndGet();
        }
    }
}
