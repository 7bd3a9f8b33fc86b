package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class PollNewsTest implements ConsumerListener {

    private final ManualClock clock = new ManualClock();
    private final Map<MetricName, Metric> metrics = new HashMap<>();
    private final Map<String, Object> values = new HashMap<>();
    private final List<String> events = new ArrayList<>();
    private final PollNews news = new PollNews(() -> metrics, new ConsumerEvents("payments", this, clock), clock);

    @Override
    public void polled(String group, long gapNanos) {
        events.add("polled after " + Duration.ofNanos(gapNanos).toMillis());
    }

    @Override
    public void rebalanced(String group, long tookNanos) {
        events.add("rebalanced in " + Duration.ofNanos(tookNanos).toMillis());
    }

    private void counts(String group, String name, Object value) {
        MetricName key = new MetricName(name, group, "", Map.of());
        values.put(group + name, value);
        metrics.put(key, new Metric() {
            @Override
            public MetricName metricName() {
                return key;
            }

            @Override
            public Object metricValue() {
                return values.get(group + name);
            }
        });
    }

    private void rebalances(double count, double millis) {
        counts("consumer-coordinator-metrics", "rebalance-total", count);
        counts("consumer-coordinator-metrics", "rebalance-latency-total", millis);
    }

    private void pollAfter(Duration gap) {
        clock.advance(gap);
        news.polls();
    }

    @Test
    void aGapIsTheTimeFromTheBeginOfOnePollToTheNext() {
        news.polls();
        assertThat(events).as("the first poll follows none").isEmpty();
        pollAfter(Duration.ofMillis(100));
        pollAfter(Duration.ofMillis(900));
        assertThat(events).containsExactly("polled after 100", "polled after 900");
    }

    @Test
    void rebalancesAreToldOnceWithTheTimeThatTheClientCounts() {
        news.polls();
        rebalances(1, 3_000);
        pollAfter(Duration.ofMillis(500));
        assertThat(rebalanced()).as("not every poll looks").isEmpty();
        pollAfter(Duration.ofMillis(500));
        assertThat(rebalanced()).containsExactly("rebalanced in 3000");
        pollAfter(Duration.ofSeconds(1));
        assertThat(rebalanced()).hasSize(1);
        rebalances(3, 4_000);
        pollAfter(Duration.ofSeconds(1));
        assertThat(rebalanced()).containsExactly("rebalanced in 3000", "rebalanced in 500", "rebalanced in 500");
    }

    @Test
    void aClientWithoutTheseMetricsTellsOfNoRebalance() {
        counts("other-metrics", "rebalance-total", 1.0);
        counts("consumer-coordinator-metrics", "rebalance-latency-total", 1.0);
        news.polls();
        pollAfter(Duration.ofSeconds(1));
        counts("consumer-coordinator-metrics", "rebalance-total", "none");
        pollAfter(Duration.ofSeconds(1));
        assertThat(rebalanced()).isEmpty();
    }

    private List<String> rebalanced() {
        return events.stream().filter(event -> event.startsWith("rebalanced")).toList();
    }
}
