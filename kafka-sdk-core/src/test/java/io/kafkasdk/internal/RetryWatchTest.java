package io.kafkasdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class RetryWatchTest {

    private final Map<MetricName, Metric> metrics = new HashMap<>();
    private final RetryWatch watch = new RetryWatch();

    @Test
    void namesATopicOnceForEachRiseOfItsRetries() {
        count("record-retry-total", "orders", 0.0);
        assertThat(watch.risen(metrics)).isEmpty();
        count("record-retry-total", "orders", 3.0);
        assertThat(watch.risen(metrics)).isEqualTo(Map.of("orders", 3L));
        assertThat(watch.risen(metrics)).isEmpty();
        count("record-retry-total", "orders", 4.0);
        count("record-retry-total", "payments", 1.0);
        assertThat(watch.risen(metrics)).isEqualTo(Map.of("orders", 1L, "payments", 1L));
    }

    @Test
    void aClientThatCountsFromZeroAgainIsCountedFromZero() {
        count("record-retry-total", "orders", 5.0);
        assertThat(watch.risen(metrics)).isEqualTo(Map.of("orders", 5L));
        count("record-retry-total", "orders", 2.0);
        assertThat(watch.risen(metrics)).isEqualTo(Map.of("orders", 2L));
    }

    @Test
    void otherCountsOfATopicMeanNothing() {
        count("record-send-total", "orders", 10.0);
        assertThat(watch.risen(metrics)).isEmpty();
    }

    private void count(String name, String topic, double value) {
        MetricName key =
                new MetricName(name, "producer-topic-metrics", "", Map.of("client-id", "app.p", "topic", topic));
        metrics.put(key, new Metric() {
            @Override
            public MetricName metricName() {
                return key;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }
}
