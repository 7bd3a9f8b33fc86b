package io.kafkasdk.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
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

    /** Returns by how many records the retries of topics rose since the last call; those that did not rise are absent. */
    public Map<String, Long> risen(Map<MetricName, ? extends Metric> metrics) {
        Map<String, Long> risen = new TreeMap<>();
        for (Map.Entry<MetricName, ? extends Metric> entry : metrics.entrySet()) {
            MetricName name = entry.getKey();
            if (name.name().equals(NAME)
                    && name.group().equals(GROUP)
                    && entry.getValue().metricValue() instanceof Double count) {
                String topic = name.tags().get("topic");
                Double before = seen.put(topic, count);
                // Less than before: of another client, which counts from zero.
                boolean anew = before == null || count < before;
                long more = Math.round(count - (anew ? 0 : before));
                if (more > 0) {
                    risen.put(topic, more);
                }
            }
        }
        return risen;
    }
}
