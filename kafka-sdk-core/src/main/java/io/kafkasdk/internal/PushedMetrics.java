package io.kafkasdk.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values of the SDK among those that a Kafka client pushes to brokers that ask for them (KIP-714, KIP-1076). Where the
 * cluster has no receiver, nobody subscribed to them, or {@code enable.metrics.push} is off, nothing comes of it.
 *
 * <p><b>Threads:</b> poll thread only. Values are read on a thread of the client; what they rest on must allow that.
 *
 * <p><b>Guarantee:</b> nothing here is an error for the caller; a client that refuses only loses the values.
 */
public final class PushedMetrics {

    private static final Logger log = LoggerFactory.getLogger(PushedMetrics.class);

    private final Consumer<?, ?> client;
    private final String group;
    private final Map<Map<String, String>, List<KafkaMetric>> registered = new HashMap<>();

    /**
     * Prepares; registers nothing.
     *
     * @param client who pushes
     * @param group the group of the names, ending in {@code -metrics}: the subscription knows it without that
     */
    public PushedMetrics(Consumer<?, ?> client, String group) {
        this.client = client;
        this.group = group;
    }

    /**
     * One value.
     *
     * @param name its name within the group, words parted by hyphens; pushed with dots instead
     * @param description what it tells
     * @param value the value of now, empty while it is not known: then it is left out of the push. Must not throw or block
     */
    public record Value(String name, String description, Supplier<OptionalDouble> value) {}

    /** Adds values with these tags; does nothing where such tags have values already. */
    public void add(Map<String, String> tags, List<Value> values) {
        if (registered.containsKey(tags)) {
            return;
        }
        List<KafkaMetric> metrics = new ArrayList<>();
        for (Value value : values) {
            MetricName name = new MetricName(value.name(), group, value.description(), tags);
            metrics.add(new KafkaMetric(new Object(), name, gauge(value), new MetricConfig(), Time.SYSTEM));
        }
        registered.put(Map.copyOf(tags), metrics);
        metrics.forEach(metric -> quietly(() -> client.registerMetricForSubscription(metric)));
    }

    /** Removes the values with these tags. */
    public void remove(Map<String, String> tags) {
        List<KafkaMetric> metrics = registered.remove(tags);
        if (metrics != null) {
            metrics.forEach(metric -> quietly(() -> client.unregisterMetricFromSubscription(metric)));
        }
    }

    /** A gauge that is no number is left out of the push; a measurable would have to be one. */
    private static Gauge<Object> gauge(Value value) {
        return (config, now) -> {
            OptionalDouble known = value.value().get();
            return known.isPresent() ? known.getAsDouble() : "unknown";
        };
    }

    private void quietly(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.debug("The Kafka client does not take a metric of {} for its pushes", group, e);
        }
    }
}
