package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.cluster.AccessCures;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.SecuritySettings.Mechanism;
import io.kafkasdk.settings.SecuritySettings.Sasl;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class ThrottleWatchTest {

    private static final AccessCures ALICE =
            new AccessCures(new Sasl(Mechanism.SCRAM_SHA_512, "alice", Secret.of("secret-word"), null));

    private final MockProducer<Object, Object> all = ProducerParts.mock(true);
    private final MockProducer<Object, Object> leader = ProducerParts.mock(true);

    @Test
    void withoutAThrottledRequestThereIsNothingToSay() {
        ThrottleWatch watch = watch(ALICE, Map.of("app.orders", all));
        assertThat(watch.diagnose("x", "expired")).as("no such meter").isNull();
        meter(all, "app.orders", "produce-throttle-time-max", Double.NaN);
        assertThat(watch.diagnose("x", "expired")).as("no answer yet").isNull();
        meter(all, "app.orders", "produce-throttle-time-max", 0);
        assertThat(watch.diagnose("x", "expired")).as("no quota").isNull();
        assertThat(watch.longestNanos()).isZero();
    }

    @Test
    void aThrottledRequestIsToldWithTheTimesAndTheCommandForUserAndClientId() {
        meter(all, "app.orders", "produce-throttle-time-max", 2_192);
        meter(all, "app.orders", "produce-throttle-time-avg", 800.2);
        ThrottleWatch watch = watch(ALICE, Map.of("app.orders", all));
        Diagnosis found = watch.diagnose("x", "expired");
        assertThat(found).isNotNull();
        assertThat(found.kind()).isEqualTo(ErrorKind.OVERLOADED);
        assertThat(found.cause()).startsWith("expired; ").contains("up to 2192 ms, 801 ms on average");
        assertThat(found.cure())
                .contains("rateLimit(...)")
                .contains("--add-config producer_byte_rate=<bytes per second and broker>"
                        + " --entity-type users --entity-name alice --entity-type clients --entity-name app.orders");
        assertThat(watch.longestNanos()).isEqualTo(Duration.ofMillis(2_192).toNanos());
    }

    @Test
    void withoutALoginTheQuotaIsOneOfTheClientId() {
        meter(all, "app.orders", "produce-throttle-time-max", 5);
        AccessCures nobody = new AccessCures(new SecuritySettings.Plaintext());
        Diagnosis found = watch(nobody, Map.of("app.orders", all)).diagnose("x", "expired");
        assertThat(found).isNotNull();
        assertThat(found.cure())
                .endsWith("--entity-type clients --entity-name app.orders")
                .doesNotContain("users");
    }

    @Test
    void theSecondClientOfAProducerCountsToo() {
        meter(all, "app.orders", "produce-throttle-time-max", 0);
        meter(leader, "app.orders.leader", "produce-throttle-time-max", 70);
        ThrottleWatch watch = watch(ALICE, Map.of("app.orders", all, "app.orders.leader", leader));
        assertThat(watch.longestNanos()).isEqualTo(Duration.ofMillis(70).toNanos());
    }

    private static ThrottleWatch watch(AccessCures access, Map<String, Producer<Object, Object>> clients) {
        return new ThrottleWatch(
                "app.orders",
                access,
                clients.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                entry -> ReplaceableClient.fixed(entry.getKey(), entry.getValue()))));
    }

    private static void meter(MockProducer<Object, Object> client, String clientId, String name, double value) {
        MetricName metricName = new MetricName(name, "producer-metrics", "of Kafka", Map.of("client-id", clientId));
        client.setMockMetrics(metricName, new Metric() {
            @Override
            public MetricName metricName() {
                return metricName;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }
}
