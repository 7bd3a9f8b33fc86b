package io.kafkasdk.lag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps what one consumer knows about its lag, and how old that knowledge is. Fed by the consumer with what it sees
 * while it fetches; what it does not see, because a partition is paused, idle or without a leader, has to be fetched
 * from the cluster by somebody else: {@link #stale()} says which, {@link #endOffsets(Map)} takes the answer.
 *
 * <p>A sample that repeats the last one proves nothing: the client goes on showing the last end it was told. So an end
 * is young only when it changed, or when the cluster was asked.
 *
 * <p><b>Threads:</b> safe for use by several threads; {@link #snapshot()} takes no lock.
 *
 * <p><b>Guarantee:</b> an end that nobody confirmed for {@link #UNKNOWN_AFTER} is unknown, never 0 and never frozen.
 */
public final class LagTracker {

    /** An end that was not confirmed for this long should be asked for. */
    public static final Duration STALE_AFTER = Duration.ofSeconds(15);

    /** An end that was not confirmed for this long is shown as unknown. */
    public static final Duration UNKNOWN_AFTER = Duration.ofSeconds(30);

    private final String group;
    private final IsolationLevel isolation;
    private final LongSupplier nanoClock;
    private volatile Map<TopicPartition, Entry> entries = Map.of();

    /**
     * Makes a tracker that knows nothing yet.
     *
     * @param group the consumer group
     * @param isolation which end counts for this consumer
     * @param nanoClock monotonic time in nanoseconds
     */
    public LagTracker(String group, IsolationLevel isolation, LongSupplier nanoClock) {
        this.group = group;
        this.isolation = isolation;
        this.nanoClock = nanoClock;
    }

    /** Returns the consumer group. */
    public String group() {
        return group;
    }

    /** Returns with which isolation end offsets must be asked for. */
    public IsolationLevel isolation() {
        return isolation;
    }

    /**
     * Takes what the consumer sees now; partitions that are not among them vanish. Used by {@code consumer}.
     *
     * @param seen all owned partitions, with {@link PartitionLag#UNKNOWN} for what the client does not know yet
     */
    public synchronized void sample(Collection<PartitionLag> seen) {
        long now = nanoClock.getAsLong();
        Map<TopicPartition, Entry> next = new HashMap<>();
        for (PartitionLag lag : seen) {
            Entry before = entries.get(lag.partition());
            next.put(lag.partition(), before == null ? Entry.first(lag, now) : before.sampled(lag, now));
        }
        entries = next;
    }

    /**
     * Forgets all other partitions; learns and confirms nothing. Used by {@code consumer} between samples.
     *
     * @param owned the partitions to keep
     */
    public synchronized void retain(Collection<TopicPartition> owned) {
        Map<TopicPartition, Entry> next = new HashMap<>(entries);
        next.keySet().retainAll(owned);
        entries = next;
    }

    /** Returns the owned partitions whose end should be asked for; empty most of the time. */
    public Collection<TopicPartition> stale() {
        long now = nanoClock.getAsLong();
        return entries.values().stream()
                .filter(entry -> !entry.isConfirmed(now, STALE_AFTER))
                .map(entry -> entry.seen.partition())
                .toList();
    }

    /**
     * Takes end offsets that the cluster answered.
     *
     * @param ends per partition the offset behind the last readable record; partitions not owned (any more) are ignored
     */
    public synchronized void endOffsets(Map<TopicPartition, Long> ends) {
        long now = nanoClock.getAsLong();
        Map<TopicPartition, Entry> next = new HashMap<>(entries);
        ends.forEach(
                (partition, end) -> next.computeIfPresent(partition, (same, entry) -> new Entry(entry.seen, end, now)));
        entries = next;
    }

    /** Returns the lag of the partitions owned at the last sample; never blocks. */
    public LagSnapshot snapshot() {
        long now = nanoClock.getAsLong();
        List<PartitionLag> lags = new ArrayList<>();
        for (Entry entry : entries.values()) {
            boolean known = entry.isConfirmed(now, UNKNOWN_AFTER);
            lags.add(new PartitionLag(
                    entry.seen.partition(), entry.seen.frontier(), known ? entry.end : PartitionLag.UNKNOWN));
        }
        return new LagSnapshot(group, lags);
    }

    /**
     * One partition.
     *
     * @param seen the last sample
     * @param end the best known end
     * @param confirmedNanos when that end was confirmed; without meaning while the end is unknown
     */
    private record Entry(PartitionLag seen, long end, long confirmedNanos) {

        static Entry first(PartitionLag lag, long now) {
            return new Entry(lag, lag.end(), now);
        }

        Entry sampled(PartitionLag lag, long now) {
            boolean repeated = lag.end() == seen.end() || lag.end() == PartitionLag.UNKNOWN;
            // Data fetched before a pause is looked at after it, with the end of then: an end that goes back is
            // believed only when nothing confirms the later one.
            boolean older = lag.end() < end && isConfirmed(now, STALE_AFTER);
            return repeated || older ? new Entry(lag, end, confirmedNanos) : new Entry(lag, lag.end(), now);
        }

        boolean isConfirmed(long now, Duration age) {
            return end != PartitionLag.UNKNOWN && now - confirmedNanos < age.toNanos();
        }
    }
}
