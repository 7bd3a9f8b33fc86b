package io.kafkasdk.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.consumer.SkippedRange;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.producer.Visibility;
import io.kafkasdk.resilience.BreakerState;
import io.kafkasdk.settings.ConfigExplanation;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaSdkMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<ManagedConsumer> consumers = new ArrayList<>();
    private final KafkaSdkMetrics metrics = new KafkaSdkMetrics(registry, "main", () -> consumers);

    private final TopicPartition orders0 = new TopicPartition("orders", 0);
    private final TopicPartition orders1 = new TopicPartition("orders", 1);

    @Test
    void lagIsTheSumOverPartitionsAndMembersOfTheGroup() {
        consumers.add(new FixedConsumer("payments", List.of(new PartitionLag(orders0, 10, 15))));
        consumers.add(new FixedConsumer("payments", List.of(new PartitionLag(orders1, 0, 7))));
        consumers.add(new FixedConsumer("audit", List.of(new PartitionLag(orders0, 0, 100))));
        metrics.consumers().assigned("payments", List.of(orders0, orders1));
        assertThat(gauge("kafka.sdk.consumer.lag")).isEqualTo(12);
        assertThat(gauge("kafka.sdk.consumer.lag.max")).isEqualTo(7);
        assertThat(gauge("kafka.sdk.consumer.partitions.assigned")).isEqualTo(2);
        assertThat(gauge("kafka.sdk.consumer.inflight")).isEqualTo(6);
    }

    @Test
    void unknownLagIsNotANumberAndNeverZero() {
        consumers.add(new FixedConsumer(
                "payments",
                List.of(new PartitionLag(orders0, 10, 15), new PartitionLag(orders1, 0, PartitionLag.UNKNOWN))));
        metrics.consumers().assigned("payments", List.of(orders0, orders1));
        assertThat(gauge("kafka.sdk.consumer.lag")).isNaN();
        assertThat(gauge("kafka.sdk.consumer.lag.max")).isNaN();
    }

    @Test
    void theSeriesOfATopicGoWithItsLastPartition() {
        metrics.consumers().assigned("payments", List.of(orders0, orders1));
        metrics.consumers().revoked("payments", List.of(orders0), false);
        assertThat(registry.find("kafka.sdk.consumer.lag").gauge()).isNotNull();
        metrics.consumers().revoked("payments", List.of(orders1), true);
        assertThat(registry.find("kafka.sdk.consumer.lag").gauge()).isNull();
        assertThat(registry.get("kafka.sdk.consumer.partitions.lost").counter().count())
                .isEqualTo(1);
    }

    @Test
    void deliveredRecordsCountWithTheirBytesAndTime() {
        var receipt = new SendReceipt("orders", 0, 1, 2, AcksVerdict.Kind.SAFE, Durability.ALL, Visibility.VISIBLE);
        metrics.sends().accepted("app.orders", "orders");
        metrics.sends().accepted("app.orders", "orders");
        metrics.sends().delivered("app.orders", receipt, 120, 5_000_000);
        assertThat(registry.get("kafka.sdk.producer.records")
                        .tags("topic", "orders", "outcome", "success", "cluster", "main")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("kafka.sdk.producer.bytes").counter().count()).isEqualTo(120);
        assertThat(registry.get("kafka.sdk.producer.send").timer().count()).isEqualTo(1);
        assertThat(gauge("kafka.sdk.producer.inflight")).isEqualTo(1);
    }

    @Test
    void theBreakerIsClosedFromTheStartAndFollowsItsEvents() {
        metrics.clientOpened("app.orders", "producer", "");
        assertThat(breaker("closed")).isEqualTo(1);
        metrics.sends().breakerChanged("app.orders", BreakerState.OPEN);
        metrics.clientOpened("app.orders", "producer", "");
        assertThat(breaker("open")).isEqualTo(1);
        assertThat(breaker("closed")).isZero();
        metrics.sends().closed("app.orders");
        assertThat(registry.find("kafka.sdk.producer.breaker").gauges()).isEmpty();
        metrics.clientOpened("app.orders", "producer", "");
        assertThat(breaker("closed")).as("of the next producer of this name").isEqualTo(1);
    }

    @Test
    void invisibleRecordsAreCountedByTopicUntilTheyAreVisible() {
        metrics.sends().invisible("app.orders", "orders", 7);
        assertThat(gauge("kafka.sdk.producer.invisible")).isEqualTo(7);
        metrics.sends().invisible("app.orders", "orders", 0);
        assertThat(gauge("kafka.sdk.producer.invisible")).isZero();
    }

    private double breaker(String state) {
        return registry.get("kafka.sdk.producer.breaker")
                .tag("state", state)
                .gauge()
                .value();
    }

    @Test
    void topicsBeyondTheCapShareOneSeries() {
        for (int i = 0; i < 1_000; i++) {
            var receipt =
                    new SendReceipt("topic-" + i, 0, 1, 2, AcksVerdict.Kind.SAFE, Durability.ALL, Visibility.VISIBLE);
            metrics.sends().delivered("app.orders", receipt, 1, 1);
        }
        assertThat(registry.find("kafka.sdk.producer.records").counters()).hasSize(201);
        assertThat(registry.get("kafka.sdk.producer.records")
                        .tag("topic", "_other")
                        .counter()
                        .count())
                .isEqualTo(800);
    }

    @Test
    void theSeriesOfAClientGoWithIt() {
        metrics.clientOpened("app.orders", "producer", "");
        metrics.clientOpened("app.payments", "consumer", "payments");
        metrics.sends().accepted("app.orders", "orders");
        metrics.retainClients(() -> Set.of("app.payments"));
        assertThat(registry.find("kafka.sdk.producer.inflight").gauge()).isNull();
        assertThat(registry.find("kafka.sdk.info").gauges()).hasSize(1);
        metrics.retainClients(Set::of);
        assertThat(registry.find("kafka.sdk.info").gauges()).isEmpty();
    }

    @Test
    void aClientThatIsOpenedWhileTheOpenOnesAreListedKeepsItsSeries() throws InterruptedException {
        Thread late = new Thread(() -> metrics.clientOpened("app.orders", "producer", ""));
        metrics.retainClients(() -> {
            Set<String> before = Set.of();
            late.start();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> late.getState() == Thread.State.BLOCKED || !late.isAlive());
            return before;
        });
        late.join();
        assertThat(breaker("closed")).isEqualTo(1);
        assertThat(registry.find("kafka.sdk.info").gauges()).hasSize(1);
    }

    @Test
    void theVerdictOfATopicIsTheOneThatReadsOne() {
        metrics.verdicts().verdictChanged(verdict(AcksVerdict.Kind.NO_HEADROOM, 0), AcksPolicy.WARN);
        metrics.verdicts().verdictChanged(verdict(AcksVerdict.Kind.SAFE, 1), AcksPolicy.WARN);
        assertThat(verdictGauge("safe")).isEqualTo(1);
        assertThat(verdictGauge("no_headroom")).isZero();
        assertThat(gauge("kafka.sdk.acks.headroom")).isEqualTo(1);
        metrics.verdicts()
                .verdictChanged(verdict(AcksVerdict.Kind.UNKNOWN, AcksVerdict.UNKNOWN_HEADROOM), AcksPolicy.WARN);
        assertThat(gauge("kafka.sdk.acks.headroom")).isNaN();
    }

    @Test
    void theVerdictOfATopicThatNobodyUsesGoes() {
        metrics.verdicts().verdictChanged(verdict(AcksVerdict.Kind.SAFE, 1), AcksPolicy.WARN);
        metrics.verdicts().topicForgotten("orders");
        metrics.verdicts().topicForgotten("never-seen");
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void closingRemovesEveryMeterAndOnlyItsOwnForGood() {
        registry.counter("somebody.elses");
        metrics.consumers().assigned("payments", List.of(orders0));
        metrics.consumers().handled("payments", "orders", 10, 20);
        metrics.consumers().committed("payments", true, 20);
        metrics.consumers().handlerFailed("payments", orders0, 1, 1, new IllegalStateException());
        metrics.verdicts().verdictChanged(verdict(AcksVerdict.Kind.SAFE, 1), AcksPolicy.WARN);
        metrics.clientOpened("app.orders", "producer", "");
        metrics.close();
        metrics.consumers().committed("payments", false, 20);
        metrics.sends().accepted("app.late", "orders");
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsExactly("somebody.elses");
    }

    @Test
    void whatIsNotHandledIsCountedByItsEnd() {
        metrics.consumers().deadLettered("payments", orders0, 1, 3, "orders.payments.dlt");
        metrics.consumers().skipped("payments", orders0, 2, 3, new IllegalStateException());
        metrics.consumers()
                .offsetsSkipped("payments", new SkippedRange(orders0, 10, 50, SkippedRange.Reason.RETENTION));
        assertThat(registry.get("kafka.sdk.consumer.deadletters").counter().count())
                .isEqualTo(1);
        assertThat(registry.get("kafka.sdk.consumer.skipped").counter().count()).isEqualTo(1);
        assertThat(registry.get("kafka.sdk.consumer.offsets.skipped")
                        .tag("reason", "retention")
                        .counter()
                        .count())
                .isEqualTo(40);
    }

    private static AcksVerdict verdict(AcksVerdict.Kind kind, int headroom) {
        return new AcksVerdict("orders", kind, headroom, "", "");
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private double verdictGauge(String verdict) {
        return registry.get("kafka.sdk.acks.verdict")
                .tag("verdict", verdict)
                .gauge()
                .value();
    }

    private record FixedConsumer(String group, List<PartitionLag> partitions) implements ManagedConsumer {

        @Override
        public ConfigExplanation explain() {
            return new ConfigExplanation(clientId(), List.of());
        }

        @Override
        public String clientId() {
            return "app." + group;
        }

        @Override
        public void start() {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public CompletionStage<Map<TopicPartition, Long>> seek(Map<TopicPartition, Long> offsets) {
            return CompletableFuture.completedStage(offsets);
        }

        @Override
        public CompletionStage<Map<TopicPartition, Long>> seek(Instant time) {
            return CompletableFuture.completedStage(Map.of());
        }

        @Override
        public ConsumerState state() {
            return ConsumerState.RUNNING;
        }

        @Override
        public Optional<KafkaSdkException> failure() {
            return Optional.empty();
        }

        @Override
        public Optional<Diagnosis> stall() {
            return Optional.empty();
        }

        @Override
        public int inFlight() {
            return 0;
        }

        @Override
        public int inFlight(String topic) {
            return 3;
        }

        @Override
        public LagSnapshot lag() {
            return new LagSnapshot(group, partitions);
        }

        @Override
        public void close() {}

        @Override
        public void close(Duration timeout) {}
    }
}
