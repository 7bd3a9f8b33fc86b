package io.kafkasdk.consumer;

import io.kafkasdk.consumer.ProgressSource.PartitionFacts;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.lag.PartitionLag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells the lag tracker once a second what the client learned while fetching. Costs no request.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class LagSampler {

    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long STALE_NANOS = Duration.ofSeconds(3).toNanos();

    private final Consumer<byte[], byte[]> client;
    private final Assignment assignment;
    private final LagTracker tracker;
    private final LongSupplier nanoClock;
    private long lastNanos;
    private List<PartitionFacts> lastSample = List.of();

    LagSampler(Consumer<byte[], byte[]> client, Assignment assignment, LagTracker tracker, LongSupplier nanoClock) {
        this.client = client;
        this.assignment = assignment;
        this.tracker = tracker;
        this.nanoClock = nanoClock;
        this.lastNanos = nanoClock.getAsLong() - INTERVAL_NANOS;
    }

    /** Takes a sample when the last one is a second old. */
    void sampleIfDue() {
        long now = nanoClock.getAsLong();
        if (now - lastNanos >= INTERVAL_NANOS) {
            lastNanos = now;
            Set<TopicPartition> assigned = client.assignment();
            Set<TopicPartition> paused = client.paused();
            List<PartitionFacts> facts = new ArrayList<>();
            tracker.sample(assignment.all().stream()
                    .filter(owner -> assigned.contains(owner.partition()))
                    .map(owner -> seen(owner, paused, facts))
                    .toList());
            lastSample = facts;
        }
    }

    /** Returns where each owned partition stood at the last sample; nothing when that is too old to say anything. */
    List<PartitionFacts> lastSample() {
        return nanoClock.getAsLong() - lastNanos > STALE_NANOS ? List.of() : lastSample;
    }

    /** Forgets partitions that went, at once. */
    void forgetReleased() {
        tracker.retain(assignment.all().stream().map(OwnedPartition::partition).collect(Collectors.toSet()));
    }

    private PartitionLag seen(OwnedPartition owner, Set<TopicPartition> paused, List<PartitionFacts> facts) {
        long position = owner.isReady() ? position(owner.partition()) : PartitionLag.UNKNOWN;
        OptionalLong behind = position == PartitionLag.UNKNOWN ? OptionalLong.empty() : behind(owner.partition());
        long end = behind.isPresent() ? position + behind.getAsLong() : PartitionLag.UNKNOWN;
        facts.add(new PartitionFacts(
                owner.partition(),
                owner.offsets().frontier(),
                position,
                behind.isPresent() ? Math.max(0, behind.getAsLong()) : PartitionFacts.UNKNOWN,
                paused.contains(owner.partition()) && !awaitsItsPosition(owner)));
        return new PartitionLag(owner.partition(), owner.offsets().frontier(), end);
    }

    /** Paused only because nobody could say yet where to read on: it brings no records, and should. */
    private static boolean awaitsItsPosition(OwnedPartition owner) {
        return !owner.isReady() && !owner.isStopped();
    }

    private long position(TopicPartition partition) {
        try {
            return client.position(partition, Duration.ZERO);
        } catch (KafkaException e) {
            // Not known yet, such as before the first fetch; the next sample may know.
            return PartitionLag.UNKNOWN;
        }
    }

    private OptionalLong behind(TopicPartition partition) {
        try {
            return client.currentLag(partition);
        } catch (KafkaException e) {
            return OptionalLong.empty();
        }
    }
}
