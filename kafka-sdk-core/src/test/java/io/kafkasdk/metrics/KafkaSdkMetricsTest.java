package io.kafkasdk.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.acks.RetryCause;
import io.kafkasdk.consumer.SkippedRange;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.lag.Lags;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.producer.Visibility;
import io.kafkasdk.resilience.BreakerState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaSdkMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<StagedConsumer> consumers = new ArrayList<>();
    private final KafkaSdkMetrics metrics =
            new KafkaSdkMetrics(registry, "main", MetricsOptions.DEFAULT, () -> List.copyOf(consumers));

    private final TopicPartition orders0 = new TopicPartition("orders", 0);
    private final TopicPartition orders1 = new TopicPartition("orders", 1);

    @Test
    void lagIsTheSumOverPartitionsAndMembersOfTheGroup() {
        consumers.add(new StagedConsumer("payments", List.of(Lags.lag(orders0, 10, 15))));
        consumers.add(new StagedConsumer("payments", List.of(Lags.lag(orders1, 0, 7))));
        consumers.add(new StagedConsumer("audit", List.of(Lags.lag(orders0, 0, 100))));
        metrics.consumers().assigned("payments", List.of(orders0, orders1));
        assertThat(gauge("kafka.sdk.consumer.lag")).isEqualTo(12);
        assertThat(gauge("kafka.sdk.consumer.lag.max")).isEqualTo(7);
        assertThat(gauge("kafka.sdk.consumer.partitions.assigned")).isEqualTo(2);
        assertThat(gauge("kafka.sdk.consumer.inflight")).isEqualTo(6);
    }

    @Test
    void unknownLagIsNotANumberAndNeverZero() {
        consumers.add(new StagedConsumer(
                "payments", List.of(Lags.lag(orders0, 10, 15), Lags.lag(orders1, 0, PartitionLag.UNKNOWN))));
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
        metrics.sends().delivered("app.orders", receipt, 120, 5_000_000);
        metrics.sends().delivered("app.orders", receipt, 120, SendListener.NOT_MEASURED);
        assertThat(registry.get("kafka.sdk.producer.records")
                        .tags("topic", "orders", "outcome", "success", "cluster", "main")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("kafka.sdk.producer.bytes").counter().count()).isEqualTo(240);
        assertThat(registry.get("kafka.sdk.producer.send").timer().count())
                .as("times that were measured")
                .isEqualTo(1);
    }

    @Test
    void whatIsInFlightIsToldByGuardedProducersAndCountedForOthers() {
        var receipt = new SendReceipt("orders", 0, 1, 2, AcksVerdict.Kind.SAFE, Durability.ALL, Visibility.VISIBLE);
        metrics.producerOpened("app.orders", () -> 7, Map::of);
        metrics.sends().accepted("app.orders", "orders");
        assertThat(inFlight("app.orders")).isEqualTo(7);
        metrics.producerOpened("app.orders", () -> 3, Map::of);
        assertThat(inFlight("app.orders")).as("of the next one of this name").isEqualTo(3);
        metrics.clientOpened("own", OpenClient.ADOPTED_PRODUCER, "");
        metrics.adoptedSends().accepted("own", "orders");
        metrics.adoptedSends().accepted("own", "orders");
        metrics.adoptedSends().delivered("own", receipt, 120, 5_000_000);
        assertThat(inFlight("own")).isEqualTo(1);
    }

    private double inFlight(String clientId) {
        return registry.get("kafka.sdk.producer.inflight")
                .tag("client.id", clientId)
                .gauge()
                .value();
    }

    @Test
    void theBreakerIsClosedFromTheStartAndFollowsItsEvents() {
        metrics.producerOpened("app.orders", () -> 0, Map::of);
        assertThat(breaker("closed")).isEqualTo(1);
        metrics.sends().breakerChanged("app.orders", BreakerState.OPEN);
        metrics.producerOpened("app.orders", () -> 0, Map::of);
        assertThat(breaker("open")).isEqualTo(1);
        assertThat(breaker("closed")).isZero();
        metrics.sends().closed("app.orders");
        assertThat(registry.find("kafka.sdk.circuit.state").gauges()).isEmpty();
        metrics.producerOpened("app.orders", () -> 0, Map::of);
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
        return registry.get("kafka.sdk.circuit.state")
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
        metrics.producerOpened("app.orders", () -> 0, Map::of);
        metrics.clientOpened("app.payments", "consumer", "payments");
        metrics.sends().accepted("app.orders", "orders");
        metrics.retainClients(() -> Set.of(new OpenClient(OpenClient.CONSUMER, "app.payments", "payments")));
        assertThat(registry.find("kafka.sdk.producer.inflight").gauge()).isNull();
        assertThat(registry.find("kafka.sdk.info").gauges()).hasSize(1);
        metrics.retainClients(Set::of);
        assertThat(registry.find("kafka.sdk.info").gauges()).isEmpty();
    }

    @Test
    void aProducerAndAConsumerOfTheSameNameAreTwoClients() {
        StagedConsumer consumer = new StagedConsumer("app.orders", "orders", List.of(Lags.lag(orders0, 10, 15)));
        consumers.add(consumer);
        metrics.producerOpened("app.orders", () -> 0, Map::of);
        metrics.clientOpened("app.orders", "consumer", "orders");
        metrics.consumers().assigned("orders", List.of(orders0));
        OpenClient asConsumer = new OpenClient(OpenClient.CONSUMER, "app.orders", "orders");
        metrics.retainClients(() -> Set.of(asConsumer, new OpenClient(OpenClient.PRODUCER, "app.orders")));
        assertThat(registry.find("kafka.sdk.info").gauges()).hasSize(2);
        assertThat(gauge("kafka.sdk.consumer.lag")).isEqualTo(5);
        metrics.retainClients(() -> Set.of(asConsumer));
        assertThat(registry.find("kafka.sdk.producer.inflight").gauge())
                .as("the producer is gone")
                .isNull();
        assertThat(gauge("kafka.sdk.consumer.lag")).isEqualTo(5);
        metrics.retainClients(Set::of);
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void consumersOfTwoGroupsMayHaveTheSameName() {
        StagedConsumer orders = new StagedConsumer("orders-0", "orders", List.of(Lags.lag(orders0, 10, 15)));
        StagedConsumer audit = new StagedConsumer("orders-0", "audit", List.of(Lags.lag(orders0, 0, 100)));
        audit.pollLimitMillis = "60000";
        for (StagedConsumer consumer : List.of(orders, audit)) {
            consumers.add(consumer);
            metrics.clientOpened("orders-0", OpenClient.ADOPTED_CONSUMER, consumer.group());
            metrics.consumers().assigned(consumer.group(), List.of(orders0));
        }
        OpenClient ofOrders = new OpenClient(OpenClient.ADOPTED_CONSUMER, "orders-0", "orders");
        OpenClient ofAudit = new OpenClient(OpenClient.ADOPTED_CONSUMER, "orders-0", "audit");
        metrics.retainClients(() -> Set.of(ofOrders, ofAudit));
        assertThat(ofGroup("kafka.sdk.consumer.lag", "orders")).isEqualTo(5);
        assertThat(ofGroup("kafka.sdk.consumer.lag", "audit")).isEqualTo(100);
        assertThat(pollLimit("orders")).isEqualTo(300);
        assertThat(pollLimit("audit")).isEqualTo(60);
        consumers.remove(orders);
        metrics.retainClients(() -> Set.of(ofAudit));
        assertThat(registry.getMeters())
                .noneMatch(meter -> "orders".equals(meter.getId().getTag("consumergroup")));
        assertThat(ofGroup("kafka.sdk.consumer.lag", "audit")).isEqualTo(100);
        assertThat(registry.find("kafka.sdk.throttle.time").timeGauges())
                .as("shared by both")
                .hasSize(1);
        metrics.retainClients(Set::of);
        assertThat(registry.getMeters()).isEmpty();
    }

    private double ofGroup(String name, String group) {
        return registry.get(name).tag("consumergroup", group).gauge().value();
    }

    private double pollLimit(String group) {
        return registry.get(ConsumerNames.POLL_LIMIT.name())
                .tag("consumergroup", group)
                .timeGauge()
                .value(TimeUnit.SECONDS);
    }

    @Test
    void ofAProducerAndAConsumerOfTheSameNameTheWorseCircuitIsShownUntilBothAreGone() {
        StagedConsumer consumer = new StagedConsumer("app.orders", "orders", List.of());
        consumers.add(consumer);
        metrics.producerOpened("app.orders", () -> 0, Map::of);
        metrics.clientOpened("app.orders", "consumer", "orders");
        assertThat(breaker("closed")).isEqualTo(1);
        Diagnosis why = new Diagnosis(ErrorKind.HANDLER_FAILED, "what", "cause", "cure");
        consumer.openCircuit = why;
        metrics.consumers().circuitOpened("orders", why);
        assertThat(breaker("open")).isEqualTo(1);
        assertThat(breaker("closed")).isZero();
        metrics.sends().closed("app.orders");
        assertThat(breaker("open")).as("of the consumer").isEqualTo(1);
        consumer.openCircuit = null;
        assertThat(breaker("closed")).isEqualTo(1);
        consumers.clear();
        metrics.retainClients(Set::of);
        assertThat(registry.find("kafka.sdk.circuit.state").gauges()).isEmpty();
    }

    @Test
    void aClientThatIsOpenedWhileTheOpenOnesAreListedKeepsItsSeries() throws InterruptedException {
        Thread late = new Thread(() -> metrics.producerOpened("app.orders", () -> 0, Map::of));
        metrics.retainClients(() -> {
            Set<OpenClient> before = Set.of();
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
    void whatIsCountedOfATopicThatNobodyUsesGoesAndBeginsAnew() {
        var receipt = new SendReceipt("orders", 0, 1, 2, AcksVerdict.Kind.SAFE, Durability.ALL, Visibility.VISIBLE);
        var other = new SendReceipt("refunds", 0, 1, 2, AcksVerdict.Kind.SAFE, Durability.ALL, Visibility.VISIBLE);
        metrics.sends().delivered("app.orders", receipt, 120, 5_000_000);
        metrics.sends().delivered("app.orders", other, 120, 5_000_000);
        metrics.sends().retried("app.orders", "orders", 3, RetryCause.UNKNOWN);
        metrics.transactions().failed("app.orders", "orders", "TimeoutException", ErrorKind.TIMED_OUT, 1);
        metrics.verdicts().topicForgotten("orders");
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getTag("topic"))
                .doesNotContain("orders")
                .contains("refunds");
        metrics.sends().delivered("app.orders", receipt, 120, 5_000_000);
        metrics.transactions().failed("app.orders", "orders", "TimeoutException", ErrorKind.TIMED_OUT, 1);
        assertThat(registry.get("kafka.sdk.producer.records")
                        .tags("topic", "orders", "outcome", "success")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("kafka.sdk.producer.errors").counter().count()).isEqualTo(1);
    }

    @Test
    void whatIsRegisteredWhileTheMetersAreClosedDoesNotStay() {
        MeterSet meters = new MeterSet(registry, "main", false);
        registry.config().onMeterAdded(meter -> meters.close());
        meters.counter(ProducerNames.BYTES, "orders");
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void closingRemovesEveryMeterAndOnlyItsOwnForGood() {
        registry.counter("somebody.elses");
        metrics.consumers().assigned("payments", List.of(orders0));
        metrics.consumers().handled("payments", "orders", 10, 0, 20);
        metrics.consumers().committed("payments", true, 20);
        metrics.consumers().handlerFailed("payments", orders0, 1, 1, new IllegalStateException());
        metrics.verdicts().verdictChanged(verdict(AcksVerdict.Kind.SAFE, 1), AcksPolicy.WARN);
        metrics.producerOpened("app.orders", () -> 0, Map::of);
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
}
