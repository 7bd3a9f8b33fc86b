package io.kafkasdk.benchmarks.child;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Reads the metrics of a Kafka producer. */
public final class ProducerFigures {

    private static final String GROUP = "producer-metrics";

    private ProducerFigures() {}

    /**
     * Returns a figure of the group {@code producer-metrics}.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    public static double of(Map<MetricName, ? extends Metric> metrics, String name) {
        return metrics.values().stream()
                .filter(metric -> metric.metricName().name().equals(name)
                        && metric.metricName().group().equals(GROUP))
                .mapToDouble(metric -> (double) metric.metricValue())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The producer has no metric " + name));
    }
}
