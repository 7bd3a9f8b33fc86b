package io.kafkasdk.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Notices that a Kafka client repeats requests. The client keeps the reason to itself (NOT_ENOUGH_REPLICAS above all)
 * until the record expires; that it repeats them is in its meters at once.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class RetryWatch {

    private static final String GROUP = "producer-topic-metrics";
    private static final String NAME = "record-retry-total";

    private final Map<String, Double> seen = new HashMap<>();

    /** Returns the topics whose count of retries rose since the last call. */
    public Set<String> risen(Map<MetricName, ? extends Metric> metrics) {
        Set<String> risen = new TreeSet<>();
        for (Map.Entry<MetricName, ? extends Metric> entry : metrics.entrySet()) {
            MetricName name = entry.getKey();
            if (name.name().equals(NAME)
                    && name.group().equals(GROUP)
                    && entry.getValue().metricValue() instanceof Double count) {
                String topic = name.tags().get("topic");
                Double before = seen.put(topic, count);
                // Less than before: of another client, which counts from zero.
                boolean anew = before == null || count < before;
                if (count > (anew ? 0 : before)) {
                    risen.add(topic);
                }
            }
        }
        return risen;
    }
}
