package io.kafkasdk.lag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps what one consumer knows about its lag, and how old that knowledge is. Fed by the consumer with what it sees
 * while it fetches; what it does not see, because a partition is paused, idle or without a leader, has to be fetched
 * from the cluster by somebody else: {@link #staleEnds()} and {@link #staleStarts()} say which.
 *
 * <p>A sample that repeats the last one proves nothing: the client goes on showing the last end it was told. So an end
 * is young only when it changed, or when the cluster was asked.
 *
 * <p><b>Threads:</b> safe for use by several threads; a method holds up the others for microseconds.
 *
 * <p><b>Guarantee:</b> an end that nobody confirmed for {@link #UNKNOWN_AFTER} is unknown, never 0 and never frozen.
 */
public final class LagTracker {

    /** An end that was not confirmed for this long should be asked for. */
    public static final Duration STALE_AFTER = Duration.ofSeconds(15);

    /** The same for a partition that is not fetched: each gap between two looks is an error of the time lag later. */
    public static final Duration STALE_WHILE_PAUSED = Duration.ofMillis(1_500);

    /** The start of the log moves slowly; it is asked for this often, while records wait. */
    public static final Duration START_AFTER = Duration.ofSeconds(30);

    /** A partition about which a question was not answered is left alone for this long. */
    public static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

    /** An end that was not confirmed for this long is shown as unknown. */
    public static final Duration UNKNOWN_AFTER = Duration.ofSeconds(30);

    private final String group;
    private final IsolationLevel isolation;
    private final Clocks clocks;
    private final Map<TopicPartition, PartitionTrack> tracks = new LinkedHashMap<>();
    private final Map<String, LagTrend> trends = new TreeMap<>();
    private Map<String, TopicStatus> statuses = Map.of();
    private long sampledNanos;

    /**
     * The two clocks.
     *
     * @param nanos monotonic time in nanoseconds
     * @param millis milliseconds since 1970, only to be compared with timestamps of records
     */
    public record Clocks(LongSupplier nanos, LongSupplier millis) {

        /** Those of the system. */
        public static final Clocks SYSTEM = new Clocks(System::nanoTime, System::currentTimeMillis);
    }

    /**
     * Makes a tracker that knows nothing yet.
     *
     * @param group the consumer group
     * @param isolation which end counts for this consumer
     * @param clocks the time
     */
    public LagTracker(String group, IsolationLevel isolation, Clocks clocks) {
        this.group = group;
        this.isolation = isolation;
        this.clocks = clocks;
        this.sampledNanos = clocks.nanos().getAsLong();
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
     * @param seen all owned partitions
     */
    public synchronized void sample(Collection<PartitionSample> seen) {
        sample(seen, now());
    }

    /**
     * As {@link #sample(Collection)}, for a consumer that fetches while nobody looks at what came.
     *
     * @param seen all owned partitions
     * @param drainedNanos what had been fetched by then was looked at by now; without meaning when it is after the sample
     *     before
     */
    public synchronized void sample(Collection<PartitionSample> seen, long drainedNanos) {
        long now = now();
        for (PartitionSample sample : seen) {
            PartitionTrack known = tracks.get(sample.partition());
            if (known == null) {
                tracks.put(sample.partition(), new PartitionTrack(sample, sampledNanos, now));
            } else {
                known.sampled(sample, drainedNanos, now);
            }
        }
        if (tracks.size() > seen.size()) {
            // All that was seen is among them now.
            retain(seen.stream().map(PartitionSample::partition).collect(Collectors.toSet()));
        }
        sampledNanos = now;
    }

    /**
     * Takes what the application finished since the last sample; a frontier never goes back by this. Used by
     * {@code consumer} where records are handled between two polls.
     *
     * @param partition one of the owned partitions, others are ignored
     * @param frontier the lowest offset that the application has not finished
     */
    public synchronized void finished(TopicPartition partition, long frontier) {
        tell(partition, track -> track.finished(frontier, now()));
    }

    /**
     * Takes that the consumer has been waiting for records ever since the last sample, so that it would have seen any.
     * Used by {@code consumer} where one poll may take many seconds.
     */
    public synchronized void stillWaiting() {
        long now = now();
        tracks.values().forEach(track -> track.stillWaiting(now));
        sampledNanos = now;
    }

    /**
     * Forgets all other partitions; learns and confirms nothing. Used by {@code consumer} between samples.
     *
     * @param owned the partitions to keep
     */
    public synchronized void retain(Collection<TopicPartition> owned) {
        tracks.keySet().retainAll(owned);
    }

    /**
     * Returns the owned partitions whose end should be asked for; empty most of the time. Ask at once, and once at a time:
     * the next answer counts as one to a question of now.
     */
    public synchronized Collection<TopicPartition> staleEnds() {
        Collection<TopicPartition> stale = partitions(track -> track.isStale(now()));
        stale.forEach(partition -> tell(partition, track -> track.asked(now())));
        return stale;
    }

    /** Returns the owned partitions whose start should be asked for; empty while nothing waits. */
    public synchronized Collection<TopicPartition> staleStarts() {
        Collection<TopicPartition> stale = partitions(track -> track.needsStart(now()));
        stale.forEach(partition -> tell(partition, track -> track.startAsked(now())));
        return stale;
    }

    /**
     * Takes end offsets that the cluster answered.
     *
     * @param ends per partition the offset behind the last readable record; partitions not owned (any more) are ignored
     */
    public synchronized void endOffsets(Map<TopicPartition, Long> ends) {
        ends.forEach((partition, end) -> tell(partition, track -> track.answered(end, now())));
    }

    /**
     * Takes start offsets that the cluster answered.
     *
     * @param starts per partition the first offset that retention has left; partitions not owned (any more) are ignored
     */
    public synchronized void startOffsets(Map<TopicPartition, Long> starts) {
        starts.forEach((partition, start) -> tell(partition, track -> track.startTold(start)));
    }

    /**
     * Looks how the consumption of each topic goes; to be called every few seconds.
     *
     * @param member what it depends on beside the lag
     * @return what changed
     */
    public synchronized List<StatusChange> look(MemberFacts member) {
        long now = now();
        if (!member.pausedBy().isEmpty()) {
            tracks.values().forEach(track -> track.excused(now));
        }
        StatusRules rules = new StatusRules(member, now);
        Map<String, TopicStatus> next = new TreeMap<>();
        byTopic().forEach((topic, owned) -> next.put(topic, status(topic, owned, rules)));
        if (!member.failure().isEmpty()) {
            // It owns nothing any more; what it leaves behind is the news.
            statuses.keySet().forEach(topic -> next.putIfAbsent(topic, status(topic, List.of(), rules)));
        }
        trends.keySet().retainAll(next.keySet());
        List<StatusChange> changes = new ArrayList<>();
        next.forEach((topic, status) -> {
            TopicStatus before = statuses.getOrDefault(topic, TopicStatus.unknown(topic));
            if (before.status() != status.status()) {
                changes.add(new StatusChange(before, status));
            }
        });
        statuses = next;
        return changes;
    }

    /**
     * A status that changed.
     *
     * @param before what it was; unknown before the first look
     * @param now what it is
     */
    public record StatusChange(TopicStatus before, TopicStatus now) {}

    /** Returns what is known of the partitions owned at the last sample; never blocks on anything slow. */
    public synchronized LagSnapshot snapshot() {
        long now = now();
        long wall = clocks.millis().getAsLong();
        long sampled = tracks.values().stream()
                .mapToLong(track -> track.sampledNanos(now))
                .max()
                .orElse(0);
        List<PartitionLag> lags =
                tracks.values().stream().map(track -> track.lag(now, wall)).toList();
        return new LagSnapshot(group, lags, statuses.values(), sampled / 1e9);
    }

    private TopicStatus status(String topic, Collection<PartitionTrack> owned, StatusRules rules) {
        LagTrend trend = trends.computeIfAbsent(topic, first -> new LagTrend());
        long now = rules.nowNanos();
        trend.of(owned.stream().map(track -> track.seen().partition()).collect(Collectors.toSet()));
        if (!owned.isEmpty() && owned.stream().allMatch(track -> track.isKnown(now))) {
            long wall = clocks.millis().getAsLong();
            trend.add(
                    now,
                    owned.stream().mapToLong(PartitionTrack::records).sum(),
                    owned.stream()
                            .mapToDouble(track -> track.timeSeconds(now, wall))
                            .reduce(0, Math::max));
        }
        StatusRules.Judgement judgement = rules.judge(owned, trend);
        // What is unknown of one partition hides no danger of another.
        double headroom = owned.stream()
                .mapToDouble(PartitionTrack::headroom)
                .filter(known -> !Double.isNaN(known))
                .min()
                .orElse(Double.NaN);
        return new TopicStatus(topic, judgement.status(), judgement.evidence(), trend.velocity(), headroom);
    }

    private Map<String, List<PartitionTrack>> byTopic() {
        return tracks.values().stream()
                .collect(Collectors.groupingBy(
                        track -> track.seen().partition().topic(), TreeMap::new, Collectors.toList()));
    }

    private synchronized Collection<TopicPartition> partitions(Predicate<PartitionTrack> which) {
        return tracks.values().stream()
                .filter(which)
                .map(track -> track.seen().partition())
                .toList();
    }

    private void tell(TopicPartition partition, Consumer<PartitionTrack> news) {
        PartitionTrack track = tracks.get(partition);
        if (track != null) {
            news.accept(track);
        }
    }

    private long now() {
        return clocks.nanos().getAsLong();
    }
}
