package io.kafkasdk.metrics;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.SkippedRange;
import io.kafkasdk.error.Diagnosis;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * The meters of consumers, by group and topic: the members of one group in this process share them. What counts up stays until
 * the last member of the group in this process is closed.
 */
final class ConsumerMeters implements ConsumerListener {

    private static final String FORWARD = "forward";
    private static final String BACKWARD = "backward";

    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final MeterSet meters;
    private final TopicCap topics;
    private final MemberMeters members;
    private final TopicGauges gauges;
    private final CircuitGauges circuits;
    private final LongSupplier wallMillis;
    private final Map<String, Map<String, Throughput>> throughput = new ConcurrentHashMap<>();
    private final Map<String, Map<String, TroubleMeters>> troubles = new ConcurrentHashMap<>();

    /**
     * What is not by record.
     *
     * @param members what is of whole groups
     * @param gauges lag, and what else is a value of now
     * @param circuits the circuits that opened
     */
    record Parts(MemberMeters members, TopicGauges gauges, CircuitGauges circuits) {}

    /**
     * Makes them.
     *
     * @param meters where they go
     * @param topics bounds the number of topics
     * @param parts what is not by record
     * @param wallMillis the time of the registry
     */
    ConsumerMeters(MeterSet meters, TopicCap topics, Parts parts, LongSupplier wallMillis) {
        this.meters = meters;
        this.topics = topics;
        this.members = parts.members;
        this.gauges = parts.gauges;
        this.circuits = parts.circuits;
        this.wallMillis = wallMillis;
    }

    /** Registers what a consumer has before anything happens to it. */
    void opened(String clientId, String group) {
        members.opened(clientId, group);
    }

    /**
     * Removes the series of groups and consumers that are gone, and looks again at the others; to be called now and then.
     */
    void retain(Set<String> aliveGroups, Set<OpenClient> open) {
        // The series first: one that is looked up meanwhile must not stay in the maps without being in the registry.
        meters.retain(ConsumerNames.GROUP, aliveGroups);
        throughput.keySet().retainAll(aliveGroups);
        troubles.keySet().retainAll(aliveGroups);
        members.retain(aliveGroups, open);
        circuits.retain(open.stream()
                .filter(OpenClient::isConsumer)
                .map(OpenClient::clientId)
                .collect(Collectors.toSet()));
        gauges.retain(aliveGroups);
    }

    @Override
    public void handled(String group, String topic, int sizeBytes, long timestampMillis, long tookNanos) {
        Throughput through = throughput(group, topics.tagFor(topic));
        through.records.increment();
        through.bytes.increment(sizeBytes);
        through.processing.record(tookNanos, TimeUnit.NANOSECONDS);
        if (timestampMillis >= 0 && tellsItsAge(tookNanos)) {
            // The clock of the producer may be ahead of ours.
            through.age.record(Math.max(0, wallMillis.getAsLong() - timestampMillis), TimeUnit.MILLISECONDS);
        }
    }

    /** Two clocks and a timer are a tenth of what a record costs whose handler does nothing: of those, one in sixteen. */
    private static boolean tellsItsAge(long tookNanos) {
        return tookNanos >= SLOW_NANOS || (tookNanos & 15) == 0;
    }

    @Override
    public void attemptFailed(String group, String topic, long tookNanos) {
        troubles(group, topic).attemptFailed(tookNanos);
    }

    @Override
    public void handlerFailed(String group, TopicPartition partition, long offset, int attempt, Throwable failure) {
        troubles(group, partition.topic()).failed(failure.getClass());
    }

    @Override
    public void retried(String group, TopicPartition partition, long offset, int attempt) {
        troubles(group, partition.topic()).count(ConsumerNames.RETRIES);
    }

    @Override
    public void deadLettered(
            String group, TopicPartition partition, long offset, int attempts, String deadLetterTopic) {
        troubles(group, partition.topic()).count(ConsumerNames.DEAD_LETTERS);
    }

    @Override
    public void skipped(String group, TopicPartition partition, long offset, int attempts, Throwable failure) {
        troubles(group, partition.topic()).count(ConsumerNames.SKIPPED);
    }

    @Override
    public void offsetsSkipped(String group, SkippedRange range) {
        String topic = topics.tagFor(range.partition().topic());
        String reason = range.reason().name().toLowerCase(Locale.ROOT);
        meters.counter(ConsumerNames.OFFSETS_SKIPPED, group, topic, reason).increment((double) range.offsets());
        switch (range.reason()) {
            case RETENTION, COMMIT_MISSING -> jumped(group, topic, FORWARD);
            // What was cut off was behind the place where it goes on.
            case TRUNCATION -> jumped(group, topic, BACKWARD);
            case NEW_GROUP -> {
                // It had no position that could jump.
            }
        }
    }

    @Override
    public void rewound(String group, TopicPartition partition, long from, long to) {
        jumped(group, topics.tagFor(partition.topic()), BACKWARD);
    }

    @Override
    public void assigned(String group, Collection<TopicPartition> partitions) {
        gauges.assigned(group, partitions);
        partitions.forEach(partition -> beginAtZero(group, topics.tagFor(partition.topic())));
    }

    /** A rule that looks for an increase does not see a series that begins with 1. */
    private void beginAtZero(String group, String topic) {
        throughput(group, topic);
        meters.counter(ConsumerNames.DEAD_LETTERS, group, topic);
        meters.counter(ConsumerNames.OFFSET_RESETS, group, topic, BACKWARD);
    }

    @Override
    public void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {
        if (lost) {
            members.lost(group, partitions.size());
        }
        gauges.revoked(group, partitions);
    }

    @Override
    public void polled(String group, long gapNanos) {
        members.polled(group, gapNanos);
    }

    @Override
    public void rebalanced(String group, long tookNanos) {
        members.rebalanced(group, tookNanos);
    }

    @Override
    public void committed(String group, boolean succeeded, long tookNanos) {
        members.committed(group, succeeded, tookNanos);
    }

    @Override
    public void stateChanged(String group, ConsumerState state) {
        gauges.refresh();
    }

    @Override
    public void circuitOpened(String group, Diagnosis why) {
        circuits.opened(group);
    }

    private void jumped(String group, String topic, String direction) {
        meters.counter(ConsumerNames.OFFSET_RESETS, group, topic, direction).increment();
    }

    private TroubleMeters troubles(String group, String topic) {
        String tag = topics.tagFor(topic);
        Map<String, TroubleMeters> ofGroup = troubles.get(group);
        if (ofGroup == null) {
            ofGroup = troubles.computeIfAbsent(group, g -> new ConcurrentHashMap<>());
        }
        TroubleMeters known = ofGroup.get(tag);
        return known != null ? known : ofGroup.computeIfAbsent(tag, t -> new TroubleMeters(meters, group, t));
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
                meters.counter(ConsumerNames.RECORDS, group, topic),
                meters.counter(ConsumerNames.BYTES, group, topic),
                meters.histogram(ConsumerNames.PROCESSING, group, topic, "success"),
                meters.timer(ConsumerNames.RECORD_AGE, group, topic));
    }

    private record Throughput(Counter records, Counter bytes, Timer processing, Timer age) {}
}
