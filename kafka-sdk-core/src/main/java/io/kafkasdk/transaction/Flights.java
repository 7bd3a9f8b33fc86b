package io.kafkasdk.transaction;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The records of one transaction that are not acknowledged yet.
 *
 * <p><b>Threads:</b> safe for use by any number of threads, but for {@link #await}.
 */
final class Flights {

    /** Longer than batching and a healthy broker take, shorter than anybody would notice. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Set<Flight> underWay = ConcurrentHashMap.newKeySet();
    /** Counts the block as well, so that it is not zero before the last record has set out. */
    private final AtomicInteger awaited = new AtomicInteger(1);

    private final CountDownLatch over = new CountDownLatch(1);

    /** One record under way; equal to no other one. */
    static final class Flight {

        private final String topic;
        private final int partition;
        private final int sizeBytes;
        private final long sinceNanos;

        private Flight(String topic, int partition, int sizeBytes, long sinceNanos) {
            this.topic = topic;
            this.partition = partition;
            this.sizeBytes = sizeBytes;
            this.sinceNanos = sinceNanos;
        }

        String topic() {
            return topic;
        }

        /** Returns the partition that was asked for, -1 where Kafka chooses. */
        int partition() {
            return partition;
        }

        /** Returns the size of key and value. */
        int sizeBytes() {
            return sizeBytes;
        }

        long age(long nowNanos) {
            return nowNanos - sinceNanos;
        }
    }

    /** Notes that a record sets out. */
    Flight begin(String topic, int partition, int sizeBytes, long nowNanos) {
        Flight flight = new Flight(topic, partition, sizeBytes, nowNanos);
        awaited.incrementAndGet();
        underWay.add(flight);
        return flight;
    }

    /** Notes that a record has ended; returns whether this was the first time, the second means nothing. */
    boolean end(Flight flight) {
        boolean first = underWay.remove(flight);
        if (first) {
            countDown();
        }
        return first;
    }

    /** Nothing is worth waiting for any more. */
    void giveUp() {
        over.countDown();
    }

    /** Returns whether some record is under way. */
    boolean areOpen() {
        return !underWay.isEmpty();
    }

    /** Waits until all have ended or were given up; returns false when the time was up before. Once. */
    boolean await(Duration limit, Pause pause) throws InterruptedException {
        countDown();
        return pause.await(over, limit);
    }

    /** Returns the one that is under way for longest. */
    Optional<Flight> oldest() {
        // Differences, because System.nanoTime may overflow between any two.
        return underWay.stream().min((one, other) -> Long.signum(one.sinceNanos - other.sinceNanos));
    }

    /** Returns the topics of which some record is under way for suspiciously long. */
    Set<String> stalledTopics(long nowNanos) {
        Set<String> topics = new TreeSet<>();
        for (Flight flight : underWay) {
            if (nowNanos - flight.sinceNanos > STALLED_NANOS) {
                topics.add(flight.topic);
            }
        }
        return topics;
    }

    private void countDown() {
        if (awaited.decrementAndGet() == 0) {
            over.countDown();
        }
    }
}
