package io.kafkasdk.metrics;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The figures of the Kafka clients behind one client of the SDK, read live: one that does not exist, or not yet, is NaN.
 * Where the client of the SDK was closed and another one of its client.id opened, it reads those of the new one.
 */
final class KafkaFigures {

    private static final String CLIENT_ID = "client-id";

    private volatile Supplier<? extends Map<MetricName, ? extends Metric>> source;

    KafkaFigures(Supplier<? extends Map<MetricName, ? extends Metric>> source) {
        this.source = source;
    }

    void readFrom(Supplier<? extends Map<MetricName, ? extends Metric>> newSource) {
        source = newSource;
    }

    /** Returns all, by name; empty while there is no Kafka client. */
    Map<MetricName, ? extends Metric> all() {
        return source.get();
    }

    /** Returns the client.ids of the Kafka clients that there are now. */
    Set<String> clientIds() {
        Set<String> ids = new TreeSet<>();
        for (MetricName name : all().keySet()) {
            String id = name.tags().get(CLIENT_ID);
            if (id != null) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** Returns the name of a figure of one Kafka client; its description is no part of what makes names equal. */
    static MetricName name(String clientId, String group, String name) {
        return new MetricName(name, group, "", Map.of(CLIENT_ID, clientId));
    }

    /** Returns a figure that is never negative: Kafka says -1 for some that it does not know. */
    double value(MetricName name) {
        Metric metric = all().get(name);
        double value =
                metric != null && metric.metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
        return value >= 0 && value < Double.POSITIVE_INFINITY ? value : Double.NaN;
    }
}
