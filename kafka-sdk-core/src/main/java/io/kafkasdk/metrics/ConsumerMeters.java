package io.kafkasdk.metrics;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.consumer.SkippedRange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Throughput, failures, commits and lag of consumers, by group and topic. The lag of a topic goes when the group's last
 * partition of it goes: a stale lag is worse than none. What counts up stays.
 */
final class ConsumerMeters implements ConsumerListener {

    private final MeterSet meters;
    private final TopicCap topics;
    private final Supplier<? extends Collection<ManagedConsumer>> consumers;
    private final Map<String, Map<String, Throughput>> throughput = new ConcurrentHashMap<>();
    private final Map<GroupTopic, Ownership> owned = new ConcurrentHashMap<>();

    ConsumerMeters(MeterSet meters, TopicCap topics, Supplier<? extends Collection<ManagedConsumer>> consumers) {
        this.meters = meters;
        this.topics = topics;
        this.consumers = consumers;
    }

    @Override
    public void handled(String group, String topic, int sizeBytes, long tookNanos) {
        Throughput through = throughput(group, topics.tagFor(topic));
        through.records.increment();
        through.bytes.increment(sizeBytes);
        through.processing.record(tookNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerFailed(String group, TopicPartition partition, long offset, int attempt, Throwable failure) {
        String topic = topics.tagFor(partition.topic());
        meters.counter(
                        MeterNames.CONSUMER_FAILURES,
                        group,
                        topic,
                        failure.getClass().getSimpleName())
                .increment();
    }

    @Override
    public void deadLettered(
            String group, TopicPartition partition, long offset, int attempts, String deadLetterTopic) {
        meters.counter(MeterNames.CONSUMER_DEAD_LETTERS, group, topics.tagFor(partition.topic()))
                .increment();
    }

    @Override
    public void skipped(String group, TopicPartition partition, long offset, int attempts, Throwable failure) {
        meters.counter(MeterNames.CONSUMER_SKIPPED, group, topics.tagFor(partition.topic()))
                .increment();
    }

    @Override
    public void offsetsSkipped(String group, SkippedRange range) {
        String topic = topics.tagFor(range.partition().topic());
        String reason = range.reason().name().toLowerCase(Locale.ROOT);
        meters.counter(MeterNames.CONSUMER_OFFSETS_SKIPPED, group, topic, reason)
                .increment((double) range.offsets());
    }

    @Override
    public void assigned(String group, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            owned.compute(new GroupTopic(group, partition.topic()), (key, ownership) -> {
                Ownership now = ownership == null ? registerOwnership(key) : ownership;
                now.partitions.add(partition);
                return now;
            });
        }
    }

    @Override
    public void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {
        if (lost) {
            meters.counter(MeterNames.CONSUMER_PARTITIONS_LOST, group).increment(partitions.size());
        }
        for (TopicPartition partition : partitions) {
            owned.computeIfPresent(new GroupTopic(group, partition.topic()), (key, ownership) -> {
                ownership.partitions.remove(partition);
                if (ownership.partitions.isEmpty()) {
                    ownership.gauges.forEach(meters::remove);
                    return null;
                }
                return ownership;
            });
        }
    }

    @Override
    public void committed(String group, boolean succeeded, long tookNanos) {
        String outcome = succeeded ? "success" : "failure";
        meters.counter(MeterNames.CONSUMER_COMMITS, group, outcome).increment();
        meters.timer(MeterNames.CONSUMER_COMMIT_LATENCY, group, outcome).record(tookNanos, TimeUnit.NANOSECONDS);
    }

    /** Two look-ups and no allocation once known: this is on the way of every record. */
    private Throughput throughput(String group, String topic) {
        Map<String, Throughput> ofGroup = throughput.get(group);
        if (ofGroup == null) {
            ofGroup = throughput.computeIfAbsent(group, g -> new ConcurrentHashMap<>());
        }
        Throughput known = ofGroup.get(topic);
        return known != null ? known : ofGroup.computeIfAbsent(topic, t -> registerThroughput(group, t));
    }

    private Throughput registerThroughput(String group, String topic) {
        return new Throughput(
                meters.counter(MeterNames.CONSUMER_RECORDS, group, topic),
                meters.counter(MeterNames.CONSUMER_BYTES, group, topic),
                meters.timer(MeterNames.CONSUMER_PROCESSING, group, topic, "success"));
    }

    private Ownership registerOwnership(GroupTopic key) {
        Set<TopicPartition> partitions = ConcurrentHashMap.newKeySet();
        String topic = key.topic;
        return new Ownership(
                partitions,
                List.of(
                        meters.gauge(MeterNames.CONSUMER_LAG, () -> lag(key, (a, b) -> a + b, false), key.group, topic),
                        meters.gauge(MeterNames.CONSUMER_LAG_MAX, () -> lag(key, Math::max, true), key.group, topic),
                        meters.gauge(MeterNames.CONSUMER_IN_FLIGHT, () -> inFlight(key), key.group, topic),
                        meters.gauge(MeterNames.CONSUMER_PARTITIONS_ASSIGNED, partitions::size, key.group, topic)));
    }

    /** Over all members of the group in this process; NaN when one of them owns the topic and does not know. */
    private Number lag(GroupTopic key, BiFunction<Long, Long, Long> combine, boolean ofWorstPartition) {
        Long result = null;
        for (ManagedConsumer consumer : consumers.get()) {
            if (consumer.group().equals(key.group) && consumer.lag().topics().contains(key.topic)) {
                OptionalLong records = ofWorstPartition
                        ? consumer.lag().maxRecords(key.topic)
                        : consumer.lag().records(key.topic);
                if (records.isEmpty()) {
                    return Double.NaN;
                }
                result = result == null ? records.getAsLong() : combine.apply(result, records.getAsLong());
            }
        }
        return result == null ? Double.NaN : result;
    }

    private Number inFlight(GroupTopic key) {
        return consumers.get().stream()
                .filter(consumer -> consumer.group().equals(key.group))
                .mapToLong(consumer -> consumer.inFlight(key.topic))
                .sum();
    }

    private record GroupTopic(String group, String topic) {}

    private record Throughput(Counter records, Counter bytes, Timer processing) {}

    private record Ownership(Set<TopicPartition> partitions, List<? extends Meter> gauges) {}
}
