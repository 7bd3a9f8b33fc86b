package io.kafkasdk.lag;

import io.kafkasdk.lag.PartitionSample.Timestamps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer of one partition as Kafka's client makes it: fetches wait at the broker for the next record, an answer takes
 * its time, is parked while the partition is paused, and tells the end of the log as it was when the broker answered.
 */
final class ModelConsumer {

    static final TopicPartition PARTITION = new TopicPartition("orders", 0);
    private static final int MOST_PER_POLL = 500;
    private static final int MOST_PER_FETCH = 2_000;
    private static final long UNKNOWN = PartitionLag.UNKNOWN;

    private final Random dice;
    private final int budget;
    private final Deque<Integer> unfinished = new ArrayDeque<>();
    private ModelLog log;
    private Fetch fetch;
    private long position;
    private long frontier;
    private long shownEnd = UNKNOWN;
    private long committed;
    private double work;
    private boolean holdsBack;
    private long levelEnd = UNKNOWN;
    private long ageOnArrival = Timestamps.NONE;
    private long lastDone = Timestamps.NONE;
    boolean pausedByUser;
    /** Its oldest record never finishes; others do. */
    boolean stuck;

    /** One fetch on its way, or its answer. */
    private static final class Fetch {
        private final long sentMillis;
        private long answeredMillis = UNKNOWN;
        private long hereMillis;
        private long end;
        private final List<Integer> offsets = new ArrayList<>();
        private int next;
        private long nextPosition;

        private Fetch(long now) {
            this.sentMillis = now;
        }
    }

    ModelConsumer(ModelLog log, Random dice, int budget, long start) {
        this.log = log;
        this.dice = dice;
        this.budget = budget;
        this.position = start;
        this.frontier = start;
        this.committed = start;
    }

    /** The topic was made anew, and the position reset. */
    void startAnew(ModelLog fresh) {
        log = fresh;
        seek(0);
    }

    void seek(long offset) {
        unfinished.clear();
        fetch = null;
        position = offset;
        frontier = offset;
        committed = offset;
        lastDone = Timestamps.NONE;
    }

    /** The broker's part: answers a fetch as soon as there is something. */
    void network(long now, long latencyMillis) {
        if (fetch == null && !isPaused()) {
            fetch = new Fetch(now);
        }
        if (fetch != null && fetch.answeredMillis == UNKNOWN && (log.end() > position || tellsTheEnd(now))) {
            if (position < log.start()) {
                position = log.start();
                unfinished.clear();
            }
            fetch.answeredMillis = now;
            fetch.hereMillis = now + latencyMillis;
            fetch.end = log.end();
            int last = (int) Math.min(log.end(), position + MOST_PER_FETCH);
            for (int offset = (int) position; offset < last; offset++) {
                if (!log.isMarker(offset)) {
                    fetch.offsets.add(offset);
                }
            }
            fetch.nextPosition = last;
        }
    }

    /** An answer without records comes after half a second, where the end is not the one told before (KIP-227). */
    private boolean tellsTheEnd(long now) {
        return fetch != null && log.end() != shownEnd && now - fetch.sentMillis >= 500;
    }

    /** One round of the poll loop. */
    void poll(long now, long wallMillis) {
        holdsBack = unfinished.size() >= (holdsBack ? budget / 2 : budget);
        if (isPaused() || fetch == null || fetch.answeredMillis == UNKNOWN || fetch.hereMillis > now) {
            return;
        }
        shownEnd = fetch.end;
        int first = fetch.next;
        while (fetch.next < fetch.offsets.size() && fetch.next - first < MOST_PER_POLL) {
            unfinished.add(fetch.offsets.get(fetch.next++));
        }
        if (fetch.next > first) {
            int last = fetch.offsets.get(fetch.next - 1);
            position = last + 1;
            if (levelEnd != UNKNOWN && ageOnArrival == Timestamps.NONE && fetch.offsets.get(first) >= levelEnd) {
                ageOnArrival = wallMillis - log.timestamp(last);
            }
        }
        if (fetch.next == fetch.offsets.size()) {
            position = fetch.nextPosition;
            fetch = null;
        }
        settle();
    }

    /** The handlers' part. */
    void handle(double records) {
        work = Math.min(work + records, Math.max(1, records));
        for (; work >= 1 && unfinished.size() > (stuck ? 1 : 0); work--) {
            // Handlers of several keys finish in any order.
            int skip = stuck ? 1 : dice.nextInt(Math.min(3, unfinished.size()));
            Iterator<Integer> records3 = unfinished.iterator();
            for (int i = 0; i < skip; i++) {
                records3.next();
            }
            int done = records3.next();
            records3.remove();
            lastDone = Math.max(lastDone, done);
        }
        settle();
    }

    private void settle() {
        frontier = unfinished.isEmpty() ? position : unfinished.peek();
    }

    void commit() {
        committed = frontier;
    }

    boolean isPaused() {
        return pausedByUser || holdsBack;
    }

    /** What a sampler sees now. */
    PartitionSample sample() {
        Integer oldest = unfinished.peek();
        int before = (int) frontier - 1;
        while (before >= 0 && before >= log.start() && log.isMarker(before)) {
            before--;
        }
        boolean hasDone = lastDone != Timestamps.NONE && before >= log.start() && lastDone >= before && before >= 0;
        PartitionSample sample = new PartitionSample(
                PARTITION,
                committed,
                frontier,
                position,
                shownEnd,
                new Timestamps(
                        oldest == null ? Timestamps.NONE : log.timestamp(oldest),
                        hasDone ? log.timestamp(before) : Timestamps.NONE,
                        ageOnArrival),
                isPaused());
        ageOnArrival = Timestamps.NONE;
        levelEnd = sample.isLevel() && !sample.isPaused() ? shownEnd : UNKNOWN;
        return sample;
    }
}
