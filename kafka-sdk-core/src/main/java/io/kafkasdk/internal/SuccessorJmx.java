package io.kafkasdk.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsContext;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's JMX for a client that is made while another one of its client.id is open. JMX names the meters by client.id only,
 * and who closes takes them away, whosever they are. So this one shows its meters from the close of the other one on.
 *
 * <p><b>Threads:</b> safe for use by any number of threads. Public for Kafka, which makes it.
 */
public final class SuccessorJmx implements MetricsReporter {

    private static final Map<String, ConcurrentLinkedDeque<SuccessorJmx>> LIVE = new ConcurrentHashMap<>();

    private final JmxReporter kafkas = new JmxReporter();
    private final Map<MetricName, KafkaMetric> metrics = new LinkedHashMap<>();
    private String clientId = "";
    private boolean shown;

    /** Makes one that shows nothing yet; for Kafka. */
    public SuccessorJmx() {}

    /** Has the youngest open client of this client.id show its meters, where another one was closed. */
    static void closed(String clientId) {
        ConcurrentLinkedDeque<SuccessorJmx> live = LIVE.get(clientId);
        SuccessorJmx youngest = live == null ? null : live.peekLast();
        if (youngest != null) {
            youngest.show();
        }
    }

    @Override
    public void configure(Map<String, ?> configs) {
        kafkas.configure(configs);
        clientId = text(configs.get("client.id"));
        LIVE.computeIfAbsent(clientId, id -> new ConcurrentLinkedDeque<>()).add(this);
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }

    @Override
    public void contextChange(MetricsContext context) {
        kafkas.contextChange(context);
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return kafkas.reconfigurableConfigs();
    }

    @Override
    public synchronized void init(List<KafkaMetric> first) {
        first.forEach(metric -> metrics.put(metric.metricName(), metric));
    }

    @Override
    public synchronized void metricChange(KafkaMetric metric) {
        if (shown) {
            kafkas.metricChange(metric);
        } else {
            metrics.put(metric.metricName(), metric);
        }
    }

    @Override
    public synchronized void metricRemoval(KafkaMetric metric) {
        if (shown) {
            kafkas.metricRemoval(metric);
        } else {
            metrics.remove(metric.metricName());
        }
    }

    private synchronized void show() {
        if (!shown) {
            shown = true;
            kafkas.init(List.copyOf(metrics.values()));
            metrics.clear();
        }
    }

    @Override
    public void close() {
        LIVE.computeIfPresent(clientId, (id, live) -> {
            live.remove(this);
            return live.isEmpty() ? null : live;
        });
        synchronized (this) {
            shown = true;
            metrics.clear();
            kafkas.close();
        }
    }
}
