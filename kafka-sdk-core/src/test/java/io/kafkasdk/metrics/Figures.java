package io.kafkasdk.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** The figures of a Kafka client, by hand. */
final class Figures implements Supplier<Map<MetricName, ? extends Metric>> {

    private final Map<MetricName, Metric> metrics = new ConcurrentHashMap<>();
    private final String clientId;

    Figures(String clientId) {
        this.clientId = clientId;
    }

    @Override
    public Map<MetricName, ? extends Metric> get() {
        return Map.copyOf(metrics);
    }

    Figures say(String group, String name, double value) {
        return put(new MetricName(name, group, "said", Map.of("client-id", clientId)), value);
    }

    Figures put(MetricName name, Object value) {
        metrics.put(name, new Metric() {
            @Override
            public MetricName metricName() {
                return name;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
        return this;
    }

    /** As while a client is replaced. */
    void vanish() {
        metrics.clear();
    }
}
