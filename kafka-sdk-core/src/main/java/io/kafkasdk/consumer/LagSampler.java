package io.kafkasdk.consumer;

import io.kafkasdk.consumer.ProgressSource.PartitionFacts;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.lag.LagTracker.Clocks;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.lag.PartitionSample;
import io.kafkasdk.lag.PartitionSample.Timestamps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.record.TimestampType;

/**
 * Tells the lag tracker twice a second, with many partitions less often, what the client learned while fetching. Costs no request, but processor time for each
 * partition, and with the new group protocol (KIP-848) a question to the client's other thread: so consumers with many
 * partitions are looked at less often, every two seconds with 1,000.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class LagSampler {

    private static final long INTERVAL_NANOS = Duration.ofMillis(500).toNanos();
    /** Looked at in each interval, about. */
    private static final int PARTITIONS_EACH = 250;
    /** An age beyond {@link #STALE_NANOS} would say nothing any more. */
    private static final int MOST_INTERVALS = 4;

    private static final long STALE_NANOS = Duration.ofSeconds(3).toNanos();

    private final Consumer<?, ?> client;
    private final Supplier<? extends Collection<? extends Headway>> owned;
    private final LagTracker tracker;
    private final Clocks clocks;
    /** The ends of the logs that were read to their end at the last sample, while the next record was waited for. */
    private final Map<TopicPartition, Long> levelEnds = new HashMap<>();
    /** How old by its timestamp was what came first since. */
    private final Map<TopicPartition, Long> ages = new HashMap<>();

    private long lastNanos;
    private List<PartitionFacts> lastSample = List.of();

    LagSampler(
            Consumer<?, ?> client,
            Supplier<? extends Collection<? extends Headway>> owned,
            LagTracker tracker,
            Clocks clocks) {
        this.client = client;
        this.owned = owned;
        this.tracker = tracker;
        this.clocks = clocks;
        this.lastNanos = clocks.nanos().getAsLong() - INTERVAL_NANOS;
    }

    /** Takes note that the next records may have waited for a poll: they tell nothing about clocks. */
    void cameLate() {
        levelEnds.clear();
    }

    /** Looks how old records are by their timestamps that came at once after they were appended. */
    void arrived(ConsumerRecords<?, ?> records) {
        // Who comes back late finds records that have waited.
        if (levelEnds.isEmpty() || clocks.nanos().getAsLong() - lastNanos > STALE_NANOS) {
            return;
        }
        for (TopicPartition partition : records.partitions()) {
            Long end = levelEnds.get(partition);
            List<? extends ConsumerRecord<?, ?>> batch = records.records(partition);
            if (batch.isEmpty()) {
                // An interceptor took them all.
                continue;
            }
            // After a seek back come records that are old.
            ConsumerRecord<?, ?> last = batch.get(batch.size() - 1);
            if (end != null && batch.get(0).offset() >= end && last.timestamp() >= 0 && !ages.containsKey(partition)) {
                ages.put(partition, age(last));
            }
        }
    }

    private long age(ConsumerRecord<?, ?> record) {
        return record.timestampType() == TimestampType.CREATE_TIME
                ? clocks.millis().getAsLong() - record.timestamp()
                : 0;
    }

    /** Has the next sample taken however young the last one is. */
    void isOutdated() {
        lastNanos = clocks.nanos().getAsLong() - intervalNanos();
    }

    private long intervalNanos() {
        return INTERVAL_NANOS * Math.min(MOST_INTERVALS, Math.max(1, lastSample.size() / PARTITIONS_EACH));
    }

    /** Takes a sample when the last one is old enough, and returns whether it did. */
    boolean sampleIfDue() {
        return sampleIfDue(clocks.nanos().getAsLong());
    }

    /**
     * As {@link #sampleIfDue()}, where nobody polls while records are handled.
     *
     * @param drainedNanos see {@link LagTracker#sample(Collection, long)}
     */
    boolean sampleIfDue(long drainedNanos) {
        long now = clocks.nanos().getAsLong();
        boolean isDue = now - lastNanos >= intervalNanos();
        if (isDue) {
            lastNanos = now;
            Set<TopicPartition> assigned = client.assignment();
            Set<TopicPartition> paused = client.paused();
            List<PartitionFacts> facts = new ArrayList<>();
            List<PartitionSample> samples = owned.get().stream()
                    .filter(owner -> assigned.contains(owner.partition()))
                    .map(owner -> seen(owner, paused, facts))
                    .toList();
            tracker.sample(samples, drainedNanos);
            lastSample = facts;
            ages.clear();
            levelEnds.clear();
            samples.stream()
                    .filter(sample -> sample.isLevel() && !sample.isPaused())
                    .forEach(sample -> levelEnds.put(sample.partition(), sample.end()));
        }
        return isDue;
    }

    /** Returns where each owned partition stood at the last sample; nothing when that is too old to say anything. */
    List<PartitionFacts> lastSample() {
        return clocks.nanos().getAsLong() - lastNanos > STALE_NANOS ? List.of() : lastSample;
    }

    /** Forgets partitions that went, at once. */
    void forgetReleased() {
        tracker.retain(owned.get().stream().map(Headway::partition).collect(Collectors.toSet()));
    }

    private PartitionSample seen(Headway owner, Set<TopicPartition> paused, List<PartitionFacts> facts) {
        TopicPartition partition = owner.partition();
        OptionalLong lag = owner.isReady() ? behind(partition) : OptionalLong.empty();
        // A client without a position begins to look for one when it is asked, and may throw what its next poll should.
        // With a lag it has one.
        boolean mayAsk = owner.isReady() && (owner.isOurs() || lag.isPresent());
        long position = mayAsk ? position(partition) : PartitionLag.UNKNOWN;
        OptionalLong behind = position == PartitionLag.UNKNOWN ? OptionalLong.empty() : lag;
        long end = behind.isPresent() ? position + behind.getAsLong() : PartitionLag.UNKNOWN;
        long frontier = owner.frontier(position);
        boolean isPaused = paused.contains(partition);
        facts.add(new PartitionFacts(
                partition,
                frontier,
                position,
                behind.isPresent() ? Math.max(0, behind.getAsLong()) : PartitionFacts.UNKNOWN,
                isPaused && !owner.awaitsItsPosition()));
        Timestamps timestamps = new Timestamps(
                owner.oldestTimestamp(), owner.doneTimestamp(), ages.getOrDefault(partition, Timestamps.NONE));
        return new PartitionSample(partition, owner.committedOffset(), frontier, position, end, timestamps, isPaused);
    }

    private long position(TopicPartition partition) {
        try {
            return client.position(partition, Duration.ZERO);
        } catch (WakeupException e) {
            // It was meant for another call.
            client.wakeup();
            return PartitionLag.UNKNOWN;
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
