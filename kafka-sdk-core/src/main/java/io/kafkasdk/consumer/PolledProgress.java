package io.kafkasdk.consumer;

import io.kafkasdk.consumer.ConsumerEvents.Loss;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.lag.LagTracker.Clocks;
import io.kafkasdk.lag.MemberFacts;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far a consumer has come that the application polls, by what it calls. Costs no request, but for one about the end of
 * each new partition.
 *
 * <p><b>Threads:</b> the application's poll thread, but for what says any.
 */
final class PolledProgress {

    /** Who is away for longer finds records that have waited, and a client that has looked at none of them. */
    private static final long AWAY_NANOS = Duration.ofMillis(100).toNanos();

    private final Consumer<?, ?> client;
    private final LagTracker tracker;
    private final ConsumerEvents events;
    private final Clocks clocks;
    private final LagSampler sampler;
    private final PollNews news;
    private final Map<TopicPartition, PolledPartition> owned = new ConcurrentHashMap<>();
    private final Round round;

    /** Where the poll thread is. */
    private static final class Round {
        private int records;
        private volatile boolean isInPoll;
        private volatile long sinceNanos;
        private long beganNanos;
        private volatile boolean isPaused;
        /** Partitions or records came that no sample has shown, and the next one would be after their handling. */
        private boolean hasNews;

        private boolean isSampled;
        /** A poll that began then found nothing that had been fetched before. */
        private long drainedNanos;
    }

    PolledProgress(Consumer<?, ?> client, LagTracker tracker, ConsumerEvents events, Clocks clocks) {
        this.client = client;
        this.tracker = tracker;
        this.events = events;
        this.clocks = clocks;
        this.sampler = new LagSampler(client, owned::values, tracker, clocks);
        this.news = new PollNews(client::metrics, events, clocks.nanos());
        this.round = new Round();
        round.sinceNanos = clocks.nanos().getAsLong();
        round.drainedNanos = round.sinceNanos;
    }

    /** A poll begins: what the one before returned is handled. */
    void polls() {
        long now = clocks.nanos().getAsLong();
        news.polls();
        if (round.records > 0) {
            long each = (now - round.sinceNanos) / round.records;
            round.records = 0;
            for (PolledPartition partition : owned.values()) {
                if (partition.hasBatch()) {
                    partition.finish(events, each);
                    tracker.finished(partition.partition(), partition.frontier());
                }
            }
        }
        sample();
        if (now - round.sinceNanos > AWAY_NANOS) {
            sampler.cameLate();
        }
        round.sinceNanos = now;
        round.beganNanos = now;
        round.isInPoll = true;
    }

    /** A poll ended, well or not. */
    void polled() {
        round.sinceNanos = clocks.nanos().getAsLong();
        round.isInPoll = false;
    }

    /** Takes what the poll returned. */
    void returned(ConsumerRecords<?, ?> records) {
        for (TopicPartition partition : records.partitions()) {
            PolledPartition known = owned.get(partition);
            if (known == null) {
                // Its consumer was subscribed before it was adopted.
                assigned(List.of(partition));
                known = owned.get(partition);
            }
            if (known != null && !records.records(partition).isEmpty()) {
                known.returned(records.records(partition));
            }
        }
        round.records = records.count();
        if (records.isEmpty() && client.paused().isEmpty()) {
            // What is fetched of a paused partition waits in the client.
            round.drainedNanos = round.beganNanos;
        }
        sampler.arrived(records);
        if (round.hasNews || (round.isSampled && round.records > 0)) {
            round.hasNews = false;
            sampler.isOutdated();
        }
        sample();
    }

    private void sample() {
        round.isSampled = sampler.sampleIfDue(round.drainedNanos);
        if (round.isSampled) {
            Set<TopicPartition> paused = client.paused();
            round.isPaused = !paused.isEmpty() && paused.containsAll(owned.keySet());
        }
    }

    /** Partitions came. */
    void assigned(Collection<TopicPartition> partitions) {
        List<TopicPartition> fresh = partitions.stream()
                .filter(partition -> owned.putIfAbsent(partition, new PolledPartition(partition)) == null)
                .toList();
        round.hasNews |= !fresh.isEmpty();
        events.assigned(fresh);
    }

    /** Partitions went. */
    void left(Collection<TopicPartition> partitions, Loss loss) {
        List<TopicPartition> gone = partitions.stream()
                .filter(partition -> owned.remove(partition) != null)
                .toList();
        sampler.forgetReleased();
        if (!gone.isEmpty()) {
            events.left(gone, loss);
        }
    }

    /** Looks what is assigned, where nobody was told. */
    void reassigned(Set<TopicPartition> assigned) {
        Set<TopicPartition> gone = new HashSet<>(owned.keySet());
        gone.removeAll(assigned);
        left(gone, Loss.GIVEN);
        assigned(assigned);
    }

    /** The application chose a position. */
    void sought(TopicPartition partition, long offset) {
        PolledPartition known = owned.get(partition);
        if (known != null) {
            known.sought(offset);
        }
    }

    /** The application chose the begin or the end; of all partitions where it named none. */
    void soughtSomewhere(Collection<TopicPartition> partitions) {
        for (PolledPartition known : owned.values()) {
            if (partitions.isEmpty() || partitions.contains(known.partition())) {
                known.soughtSomewhere();
            }
        }
    }

    /**
     * The application commits: it has finished what is below.
     *
     * @param offsets null for all that was returned
     */
    void commits(@Nullable Map<TopicPartition, OffsetAndMetadata> offsets) {
        for (PolledPartition known : owned.values()) {
            long offset = offsetOf(known, offsets);
            if (known.hasBatch() && offset != OffsetTracker.UNKNOWN) {
                known.finishedTo(offset);
                tracker.finished(known.partition(), known.frontier());
            }
        }
    }

    /** A commit ended. */
    void committed(@Nullable Map<TopicPartition, OffsetAndMetadata> offsets, boolean succeeded, long tookNanos) {
        if (succeeded) {
            for (PolledPartition known : owned.values()) {
                long offset = offsetOf(known, offsets);
                if (offset != OffsetTracker.UNKNOWN) {
                    known.committed(offset);
                }
            }
        }
        events.committed(succeeded, tookNanos);
    }

    private static long offsetOf(PolledPartition known, @Nullable Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (offsets == null) {
            return known.behindAll();
        }
        OffsetAndMetadata offset = offsets.get(known.partition());
        return offset == null ? OffsetTracker.UNKNOWN : offset.offset();
    }

    /** Any thread: looks how consumption goes; the listener is told by the executor. */
    void look(Duration pollLimit, Executor teller) {
        String pausedBy = round.isPaused ? "the application paused the consumer" : "";
        MemberFacts facts = new MemberFacts(sincePoll(), pollLimit, Duration.ZERO, pausedBy, "", true);
        List<LagTracker.StatusChange> changes = tracker.look(facts);
        if (!changes.isEmpty()) {
            teller.execute(() -> changes.forEach(change -> events.statusChanged(change.before(), change.now())));
        }
    }

    /** Any thread: while a poll waits for records, it would have seen any. */
    void confirm() {
        // At first it hands out what came meanwhile.
        if (round.isInPoll && clocks.nanos().getAsLong() - round.sinceNanos > AWAY_NANOS) {
            tracker.stillWaiting();
        }
    }

    private Duration sincePoll() {
        return round.isInPoll ? Duration.ZERO : Duration.ofNanos(clocks.nanos().getAsLong() - round.sinceNanos);
    }

    /** Any thread. */
    boolean isPaused() {
        return round.isPaused;
    }

    /** Any thread: returns how many records of a topic are returned and not handled. */
    int inFlight(String topic) {
        return owned.values().stream()
                .filter(known -> known.partition().topic().equals(topic))
                .mapToInt(PolledPartition::inFlight)
                .sum();
    }
}
