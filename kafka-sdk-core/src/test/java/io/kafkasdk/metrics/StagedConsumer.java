package io.kafkasdk.metrics;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.lag.TopicStatus;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ExplainedProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A consumer that says what the test has it say. */
final class StagedConsumer implements ManagedConsumer {

    List<PartitionLag> partitions;
    List<TopicStatus> statuses = List.of();
    double sampleAgeSeconds;
    ConsumerState state = ConsumerState.RUNNING;
    int inFlight = 3;

    @Nullable
    Diagnosis openCircuit;

    @Nullable
    Duration objective;

    String pollLimitMillis = "300000";
    /** How often it was asked for its lag. */
    int looks;

    final Map<MetricName, Metric> kafkaMetrics = new HashMap<>();
    private final String group;
    private final String clientId;

    StagedConsumer(String group, List<PartitionLag> partitions) {
        this("app." + group, group, partitions);
    }

    StagedConsumer(String clientId, String group, List<PartitionLag> partitions) {
        this.clientId = clientId;
        this.group = group;
        this.partitions = partitions;
    }

    /** Has its Kafka client show a metric. */
    void shows(String metricGroup, String name, double value) {
        MetricName key = new MetricName(name, metricGroup, "", Map.of());
        kafkaMetrics.put(key, new Metric() {
            @Override
            public MetricName metricName() {
                return key;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }

    @Override
    public String group() {
        return group;
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public ConfigExplanation explain() {
        return new ConfigExplanation(
                clientId,
                List.of(new ExplainedProperty(
                        "max.poll.interval.ms", pollLimitMillis, ExplainedProperty.Source.KAFKA_DEFAULT, "")));
    }

    @Override
    public void start() {}

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public CompletionStage<Map<TopicPartition, Long>> seek(Map<TopicPartition, Long> offsets) {
        return CompletableFuture.completedStage(offsets);
    }

    @Override
    public CompletionStage<Map<TopicPartition, Long>> seek(Instant time) {
        return CompletableFuture.completedStage(Map.of());
    }

    @Override
    public ConsumerState state() {
        return state;
    }

    @Override
    public Optional<KafkaSdkException> failure() {
        return Optional.empty();
    }

    @Override
    public Optional<Diagnosis> stall() {
        return Optional.empty();
    }

    @Override
    public Optional<Diagnosis> circuit() {
        return Optional.ofNullable(openCircuit);
    }

    @Override
    public int inFlight() {
        return inFlight;
    }

    @Override
    public int inFlight(String topic) {
        return inFlight;
    }

    @Override
    public LagSnapshot lag() {
        looks++;
        return new LagSnapshot(group, partitions, statuses, sampleAgeSeconds);
    }

    @Override
    public Optional<Duration> lagObjective() {
        return Optional.ofNullable(objective);
    }

    @Override
    public Map<MetricName, ? extends Metric> kafkaMetrics() {
        return kafkaMetrics;
    }

    @Override
    public void close() {}

    @Override
    public void close(Duration timeout) {}
}
