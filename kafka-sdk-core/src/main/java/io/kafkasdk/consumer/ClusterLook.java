package io.kafkasdk.consumer;

import io.kafkasdk.consumer.ProgressFacts.ClusterFacts;
import io.kafkasdk.internal.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;

/**
 * Sees what Kafka's consumer keeps silent about: that no broker can be reached, and that a subscribed topic does not
 * exist. In both cases {@code poll} returns nothing for ever, without an error.
 *
 * <p><b>Threads:</b> poll thread only. A look blocks it for at most a second, and only while there are topics of which no
 * partition is here; those that time does not suffice for are not looked at.
 */
final class ClusterLook {

    private static final long LOOK_NANOS = Duration.ofSeconds(4).toNanos();
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);
    private static final int PATIENCE = 2;
    /** Members send heartbeats every few seconds, unless they wait for others to join: then none at all (classic). */
    private static final double STALE_HEARTBEAT_SECONDS = 30;

    private final List<String> topics;
    private final Consumer<byte[], byte[]> client;
    private final LongSupplier nanoClock;
    private long lastNanos;
    private int unconnectedLooks;
    private ClusterFacts seen = new ClusterFacts(false, List.of());

    ClusterLook(List<String> topics, Consumer<byte[], byte[]> client, LongSupplier nanoClock) {
        this.topics = topics;
        this.client = client;
        this.nanoClock = nanoClock;
        this.lastNanos = nanoClock.getAsLong();
    }

    /** Looks every few seconds, and returns what was seen last. */
    ClusterFacts look(Assignment assignment) {
        long now = nanoClock.getAsLong();
        if (now - lastNanos < LOOK_NANOS) {
            return seen;
        }
        lastNanos = now;
        unconnectedLooks = isUnconnected(client) ? unconnectedLooks + 1 : 0;
        boolean unreachable = unconnectedLooks >= PATIENCE;
        seen = new ClusterFacts(unreachable, unconnectedLooks == 0 ? missing(assignment) : List.of());
        return seen;
    }

    /** Returns whether a broker was connected at the last look. */
    Stillness.Reach reach() {
        return unconnectedLooks == 0 ? Stillness.Reach.CONNECTED : Stillness.Reach.DISCONNECTED;
    }

    /**
     * Returns whether this member has a place in a group that is not rebalancing, as far as it can be seen from here
     * without asking: it was given a generation, and it sends heartbeats.
     */
    boolean isSettled() {
        double heartbeat = metric(client, "last-heartbeat-seconds-ago", "consumer-coordinator-metrics", 0);
        return client.groupMetadata().generationId() > 0 && heartbeat < STALE_HEARTBEAT_SECONDS;
    }

    /** Returns whether the client knows that the partition has no leader; false where it knows nothing. */
    boolean isLeaderless(TopicPartition partition) {
        try {
            // From the client's metadata: a topic of which partitions are assigned is there.
            return client.partitionsFor(partition.topic(), Duration.ZERO).stream()
                    .filter(info -> info.partition() == partition.partition())
                    .anyMatch(info -> info.leader() == null || info.leader().isEmpty());
        } catch (KafkaException e) {
            return false;
        }
    }

    private List<String> missing(Assignment assignment) {
        Set<String> here = assignment.all().stream()
                .map(owner -> owner.partition().topic())
                .collect(Collectors.toSet());
        Deadline deadline = Deadline.in(LONGEST_LOOK, nanoClock);
        return topics.stream()
                .filter(topic -> !here.contains(topic))
                .filter(topic -> !deadline.hasPassed() && isMissing(topic, deadline.remaining()))
                .toList();
    }

    private boolean isMissing(String topic, Duration timeout) {
        try {
            return client.partitionsFor(topic, timeout).isEmpty();
        } catch (KafkaException e) {
            // Not an answer; a missing right shows in poll, a broker that is away in the connections.
            return false;
        }
    }

    /** Returns whether a client has no connection at all. */
    static boolean isUnconnected(Consumer<?, ?> client) {
        return metric(client, "connection-count", "consumer-metrics", 1) == 0;
    }

    private static double metric(Consumer<?, ?> client, String name, String metricGroup, double otherwise) {
        for (Metric metric : client.metrics().values()) {
            if (metric.metricName().name().equals(name)
                    && metric.metricName().group().equals(metricGroup)) {
                return metric.metricValue() instanceof Double value ? value : otherwise;
            }
        }
        return otherwise;
    }
}
