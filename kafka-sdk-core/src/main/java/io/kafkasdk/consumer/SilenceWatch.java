package io.kafkasdk.consumer;

import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.LogLimiter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what Kafka's consumer keeps silent about: that no broker can be reached, and that a subscribed topic does not
 * exist. In both cases {@code poll} returns nothing for ever, without an error.
 *
 * <p><b>Threads:</b> poll thread only. A look blocks it for at most a second, and only while there are topics of which no
 * partition is here; those that time does not suffice for are not looked at.
 */
final class SilenceWatch {

    private static final Logger log = LoggerFactory.getLogger(SilenceWatch.class);
    private static final long LOOK_NANOS = Duration.ofSeconds(4).toNanos();
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(1);
    private static final int PATIENCE = 2;

    private final String group;
    private final List<String> topics;
    private final Consumer<byte[], byte[]> client;
    private final Assignment assignment;
    private final LongSupplier nanoClock;
    private final LogLimiter unreachable;
    private final LogLimiter missing;
    private long lastNanos;
    private int unconnectedLooks;

    SilenceWatch(
            String group,
            List<String> topics,
            Consumer<byte[], byte[]> client,
            Assignment assignment,
            LongSupplier nanoClock) {
        this.group = group;
        this.topics = topics;
        this.client = client;
        this.assignment = assignment;
        this.nanoClock = nanoClock;
        this.unreachable = new LogLimiter(Duration.ofMinutes(1), nanoClock);
        this.missing = new LogLimiter(Duration.ofMinutes(1), nanoClock);
        this.lastNanos = nanoClock.getAsLong();
    }

    /** Looks every few seconds. */
    void look() {
        long now = nanoClock.getAsLong();
        if (now - lastNanos < LOOK_NANOS) {
            return;
        }
        lastNanos = now;
        unconnectedLooks = isUnconnected() ? unconnectedLooks + 1 : 0;
        if (unconnectedLooks >= PATIENCE) {
            unreachable.log(note -> log.warn(
                    "Consumer group '{}': no broker can be reached, nothing is read and nothing is committed. Check "
                            + "the bootstrap servers, the listener's security protocol and the network; it goes on "
                            + "trying{}",
                    group,
                    note));
        } else if (unconnectedLooks == 0) {
            lookForTopics();
        }
    }

    private void lookForTopics() {
        Set<String> here = assignment.all().stream()
                .map(owner -> owner.partition().topic())
                .collect(Collectors.toSet());
        Deadline deadline = Deadline.in(LONGEST_LOOK, nanoClock);
        List<String> absent = topics.stream()
                .filter(topic -> !here.contains(topic))
                .filter(topic -> !deadline.hasPassed() && isMissing(topic, deadline.remaining()))
                .toList();
        if (!absent.isEmpty()) {
            missing.log(note -> log.warn(
                    "Consumer group '{}': topics {} do not exist, or this user may not describe them, so nothing is "
                            + "read from them. Correct the names in ConsumerSettings.topics(...) or let the topics be "
                            + "created; they are picked up then{}",
                    group,
                    absent,
                    note));
        }
    }

    private boolean isMissing(String topic, Duration timeout) {
        try {
            return client.partitionsFor(topic, timeout).isEmpty();
        } catch (KafkaException e) {
            // Not an answer; a missing right shows in poll, a broker that is away in the connections.
            return false;
        }
    }

    private boolean isUnconnected() {
        for (Metric metric : client.metrics().values()) {
            if (metric.metricName().name().equals("connection-count")
                    && metric.metricName().group().equals("consumer-metrics")) {
                return metric.metricValue() instanceof Double count && count == 0;
            }
        }
        return false;
    }
}
