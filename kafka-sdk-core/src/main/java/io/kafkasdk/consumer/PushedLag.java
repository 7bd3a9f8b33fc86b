package io.kafkasdk.consumer;

import io.kafkasdk.internal.PushedMetrics;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.lag.TopicStatus;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * Lag and status of each owned topic among the metrics that the Kafka client pushes to brokers that ask for them
 * (KIP-714, KIP-1076): from a topic's first partition to its last. They go with the client. docs/events.md lists them.
 *
 * <p><b>Threads:</b> poll thread only; the values are read on a thread of the client.
 */
final class PushedLag implements ConsumerRebalanceListener {

    /** Pushed as {@code org.apache.kafka.kafka.sdk.consumer.}. */
    static final String GROUP = "kafka-sdk-consumer-metrics";

    private final ConsumerRebalanceListener guard;
    private final PushedMetrics pushed;
    private final Assignment assignment;
    private final Supplier<LagSnapshot> lag;
    private final Set<String> topics = new HashSet<>();

    /**
     * Makes one that has registered nothing yet.
     *
     * @param guard told first, as if it alone were there
     * @param client who pushes
     * @param assignment the owned partitions, as the guard leaves them
     * @param lag tells the values of now, to any thread
     */
    PushedLag(
            ConsumerRebalanceListener guard,
            Consumer<byte[], byte[]> client,
            Assignment assignment,
            Supplier<LagSnapshot> lag) {
        this.guard = guard;
        this.pushed = new PushedMetrics(client, GROUP);
        this.assignment = assignment;
        this.lag = lag;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        guard.onPartitionsAssigned(partitions);
        follow();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        guard.onPartitionsRevoked(partitions);
        follow();
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        guard.onPartitionsLost(partitions);
        follow();
    }

    private void follow() {
        Set<String> owned = new HashSet<>();
        assignment.all().forEach(owner -> owned.add(owner.partition().topic()));
        for (String topic : Set.copyOf(topics)) {
            if (!owned.contains(topic)) {
                topics.remove(topic);
                pushed.remove(Map.of("topic", topic));
            }
        }
        for (String topic : owned) {
            if (topics.add(topic)) {
                pushed.add(Map.of("topic", topic), ofTopic(topic));
            }
        }
        if (topics.isEmpty()) {
            pushed.remove(Map.of());
        } else {
            pushed.add(Map.of(), ofMember());
        }
    }

    private List<PushedMetrics.Value> ofTopic(String topic) {
        return List.of(
                new PushedMetrics.Value(
                        "lag-records",
                        "Records not finished yet, of the owned partitions of a topic",
                        () -> number(lag.get().records(topic))),
                new PushedMetrics.Value(
                        "lag-time-seconds",
                        "Age of the oldest unfinished record of the owned partitions of a topic",
                        () -> number(lag.get().time(topic).seconds())),
                new PushedMetrics.Value(
                        "status",
                        "0 OK, 1 UNKNOWN, 2 PAUSED, 3 WARN, 4 REWIND, 5 STALL, 6 STOP",
                        () -> lag.get().status(topic).map(PushedLag::number).orElseGet(OptionalDouble::empty)));
    }

    private List<PushedMetrics.Value> ofMember() {
        return List.of(
                new PushedMetrics.Value(
                        "oldest-unfinished-seconds",
                        "How long the oldest unfinished record has been in this process",
                        () -> number(oldestSeconds(lag.get().partitions()))),
                new PushedMetrics.Value(
                        "sample-age-seconds",
                        "Age of what the lag figures rest on; grows while the poll thread does not come round",
                        () -> number(lag.get().sampleAgeSeconds())));
    }

    /** Unknown where that of any partition is. */
    private static double oldestSeconds(List<PartitionLag> partitions) {
        return partitions.stream()
                .mapToDouble(PartitionLag::oldestSeconds)
                .max()
                .orElse(Double.NaN);
    }

    private static OptionalDouble number(TopicStatus status) {
        return OptionalDouble.of(
                switch (status.status()) {
                    case OK -> 0;
                    case UNKNOWN -> 1;
                    case PAUSED -> 2;
                    case WARN -> 3;
                    case REWIND -> 4;
                    case STALL -> 5;
                    case STOP -> 6;
                });
    }

    private static OptionalDouble number(OptionalLong records) {
        return records.isPresent() ? OptionalDouble.of((double) records.getAsLong()) : OptionalDouble.empty();
    }

    private static OptionalDouble number(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
