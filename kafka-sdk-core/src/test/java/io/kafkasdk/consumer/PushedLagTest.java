package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.Lags;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.lag.TopicStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushedLagTest {

    private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
    private static final TopicPartition ORDERS_1 = new TopicPartition("orders", 1);
    private static final TopicPartition REFUNDS_0 = new TopicPartition("refunds", 0);

    private final MockConsumer<byte[], byte[]> client = new MockConsumer<>("none");
    private final Assignment assignment = new Assignment();
    private LagSnapshot lag = new LagSnapshot("payments", List.of(), List.of(), Double.NaN);
    private final PushedLag pushed = new PushedLag(new Guard(), client, assignment, () -> lag);

    @Test
    void eachTopicHasItsMetricsFromItsFirstPartitionToItsLast() {
        pushed.onPartitionsAssigned(List.of(ORDERS_0));
        assertThat(names()).containsExactlyInAnyOrder(ofTopics("orders"));
        pushed.onPartitionsAssigned(List.of(ORDERS_1, REFUNDS_0));
        assertThat(names()).containsExactlyInAnyOrder(ofTopics("orders", "refunds"));
        pushed.onPartitionsRevoked(List.of(ORDERS_0));
        assertThat(names()).containsExactlyInAnyOrder(ofTopics("orders", "refunds"));
        pushed.onPartitionsLost(List.of(ORDERS_1));
        assertThat(names()).containsExactlyInAnyOrder(ofTopics("refunds"));
        pushed.onPartitionsRevoked(List.of(REFUNDS_0));
        assertThat(names()).isEmpty();
        pushed.onPartitionsAssigned(List.of(ORDERS_0));
        assertThat(names()).containsExactlyInAnyOrder(ofTopics("orders"));
    }

    @Test
    void theValuesAreThoseOfTheMomentTheyAreAskedFor() {
        pushed.onPartitionsAssigned(List.of(ORDERS_0, ORDERS_1));
        TimeLag age = new TimeLag(Duration.ofSeconds(90), Duration.ofSeconds(1), TimeLag.Source.TABLE);
        lag = new LagSnapshot(
                "payments",
                List.of(
                        inHand(Lags.lag(ORDERS_0, 10, 30, age), 1.5),
                        inHand(Lags.lag(ORDERS_1, 5, 5, TimeLag.LEVEL), 0)),
                List.of(status("orders", ConsumptionStatus.STALL)),
                0.25);
        assertThat(values())
                .containsEntry("lag-records orders", 20.0)
                .containsEntry("lag-time-seconds orders", 90.0)
                .containsEntry("status orders", 5.0)
                .containsEntry("oldest-unfinished-seconds ", 1.5)
                .containsEntry("sample-age-seconds ", 0.25);
    }

    @Test
    void whatIsNotKnownIsNoNumberSoThatTheClientLeavesItOut() {
        pushed.onPartitionsAssigned(List.of(ORDERS_0));
        assertThat(values().values()).hasSize(5).noneMatch(Number.class::isInstance);
        lag = new LagSnapshot("payments", List.of(Lags.lag(ORDERS_0, PartitionLag.UNKNOWN, 30)), List.of(), Double.NaN);
        assertThat(values().values()).hasSize(5).noneMatch(Number.class::isInstance);
    }

    /** The numbers are an interface: dashboards compare with them. */
    @ParameterizedTest
    @CsvSource({"OK,0", "UNKNOWN,1", "PAUSED,2", "WARN,3", "REWIND,4", "STALL,5", "STOP,6"})
    void eachStatusHasItsNumber(ConsumptionStatus status, double number) {
        pushed.onPartitionsAssigned(List.of(ORDERS_0));
        lag = new LagSnapshot("payments", List.of(), List.of(status("orders", status)), Double.NaN);
        assertThat(values()).containsEntry("status orders", number);
    }

    @Test
    void aClientThatRefusesMetricsIsNoErrorForTheConsumer() {
        MockConsumer<byte[], byte[]> refusing = new MockConsumer<>("none") {
            @Override
            public void registerMetricForSubscription(KafkaMetric metric) {
                throw new UnsupportedOperationException("planted");
            }

            @Override
            public void unregisterMetricFromSubscription(KafkaMetric metric) {
                throw new UnsupportedOperationException("planted");
            }
        };
        PushedLag refused = new PushedLag(new Guard(), refusing, assignment, () -> lag);
        assertThatCode(() -> {
                    refused.onPartitionsAssigned(List.of(ORDERS_0));
                    refused.onPartitionsRevoked(List.of(ORDERS_0));
                })
                .doesNotThrowAnyException();
    }

    private static String[] ofTopics(String... topics) {
        List<String> names = new ArrayList<>(List.of("oldest-unfinished-seconds ", "sample-age-seconds "));
        for (String topic : topics) {
            names.addAll(List.of("lag-records " + topic, "lag-time-seconds " + topic, "status " + topic));
        }
        return names.toArray(String[]::new);
    }

    private List<String> names() {
        return client.addedMetrics().stream().map(PushedLagTest::name).toList();
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new TreeMap<>();
        client.addedMetrics().forEach(metric -> values.put(name(metric), metric.metricValue()));
        return values;
    }

    private static String name(KafkaMetric metric) {
        assertThat(metric.metricName().group()).isEqualTo(PushedLag.GROUP);
        return metric.metricName().name() + " " + metric.metricName().tags().getOrDefault("topic", "");
    }

    private static PartitionLag inHand(PartitionLag lag, double oldestSeconds) {
        return new PartitionLag(lag.partition(), lag.offsets(), lag.time(), oldestSeconds, 0, false);
    }

    private static TopicStatus status(String topic, ConsumptionStatus status) {
        return new TopicStatus(topic, status, "", Double.NaN, Double.NaN);
    }

    /** Takes and gives back partitions, as the member's guard does. */
    private final class Guard implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(assignment::add);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            assignment.all(partitions).forEach(assignment::release);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            assignment.all(partitions).forEach(assignment::release);
        }
    }
}
