package io.kafkasdk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.metrics.MetricsOptions.ClientMetrics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientMetersTest {

    private static final String PRODUCER = "producer-metrics";
    private static final String COORDINATOR = "consumer-coordinator-metrics";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Figures figures = new Figures("app.orders");
    private final KafkaSdkMetrics plain = metrics(ClientMetrics.NONE);
    private final KafkaSdkMetrics allowing = metrics(ClientMetrics.ALLOW_LIST);
    private final KafkaSdkMetrics binding = metrics(ClientMetrics.ALL);

    @AfterEach
    void close() {
        plain.close();
        allowing.close();
        binding.close();
    }

    private KafkaSdkMetrics metrics(ClientMetrics wanted) {
        return new KafkaSdkMetrics(registry, "main", MetricsOptions.DEFAULT.clientMetrics(wanted), List::of);
    }

    @Test
    void theBufferIsUsedAsFarAsItIsNotFree() {
        figures.say(PRODUCER, "buffer-total-bytes", 200);
        plain.producerOpened("app.orders", () -> 0, figures);
        assertThat(gauge("kafka.sdk.producer.buffer.used"))
                .as("one of two figures")
                .isNaN();
        figures.say(PRODUCER, "buffer-available-bytes", 50);
        assertThat(gauge("kafka.sdk.producer.buffer.used")).isEqualTo(0.75);
        figures.vanish();
        assertThat(gauge("kafka.sdk.producer.buffer.used")).as("replaced").isNaN();
    }

    @Test
    void throttlingIsToldInSecondsAndIsUnknownWithoutAnAnswer() {
        plain.producerOpened("app.orders", () -> 0, figures);
        plain.clientOpened(
                "app.in",
                "consumer",
                "payments",
                new Figures("app.in").say("consumer-fetch-manager-metrics", "fetch-throttle-time-avg", 20));
        assertThat(throttle("producer")).isNaN();
        assertThat(throttle("consumer")).isEqualTo(0.02);
        figures.say(PRODUCER, "produce-throttle-time-avg", 1_500);
        assertThat(throttle("producer")).isEqualTo(1.5);
    }

    private double throttle(String kind) {
        return registry.get("kafka.sdk.throttle.time")
                .tag("kind", kind)
                .timeGauge()
                .value(TimeUnit.SECONDS);
    }

    @Test
    void bothKafkaClientsOfAProducerHaveSeriesOfTheirOwn() {
        figures.say(PRODUCER, "buffer-total-bytes", 1);
        Figures leader = new Figures("app.orders.leader").say(PRODUCER, "buffer-total-bytes", 1);
        leader.get().forEach((name, metric) -> figures.put(name, metric.metricValue()));
        plain.producerOpened("app.orders", () -> 0, figures);
        assertThat(registry.get("kafka.sdk.throttle.time").timeGauges())
                .extracting(gauge -> gauge.getId().getTag("client.id"))
                .containsExactlyInAnyOrder("app.orders", "app.orders.leader");
        assertThat(registry.get("kafka.sdk.info").gauges()).hasSize(1);
        plain.retainClients(Set::of);
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void noFigureOfTheClientIsMeteredUnlessWanted() {
        plain.producerOpened("app.orders", () -> 0, figures);
        assertThat(names()).noneMatch(name -> name.startsWith("kafka.sdk.client"));
    }

    @Test
    void theAllowListHasTheSameSeriesWhateverTheClientHas() {
        figures.say(PRODUCER, "connection-count", 3);
        allowing.producerOpened("app.orders", () -> 0, figures);
        allowing.clientOpened("app.in", "consumer", "payments", Map::of);
        assertThat(ofTheAllowList("app.orders")).hasSize(16);
        assertThat(ofTheAllowList("app.in")).hasSize(13);
        assertThat(names())
                .filteredOn(name -> name.startsWith("kafka.sdk.client"))
                .containsExactlyInAnyOrderElementsOf(
                        AllowedNames.ALL.stream().map(MeterName::name).toList());
        assertThat(gauge("kafka.sdk.client.requests.inflight")).isNaN();
        allowing.retainClients(Set::of);
        assertThat(registry.getMeters()).isEmpty();
    }

    private List<Meter> ofTheAllowList(String clientId) {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("kafka.sdk.client"))
                .filter(meter -> clientId.equals(meter.getId().getTag("client.id")))
                .toList();
    }

    @Test
    void timesAreToldInSecondsWhateverTheClientsUnit() {
        figures.say(PRODUCER, "request-latency-avg", 12)
                .say(PRODUCER, "bufferpool-wait-time-ns-total", 3e9)
                .say(PRODUCER, "metadata-age", 40);
        allowing.producerOpened("app.orders", () -> 0, figures);
        assertThat(gauge("kafka.sdk.client.latency")).isEqualTo(0.012);
        assertThat(total("kafka.sdk.client.buffer.wait")).isEqualTo(3);
        assertThat(gauge("kafka.sdk.client.metadata.age")).isEqualTo(40);
    }

    @Test
    void whatTheClientSaysWithMinusOneIsUnknown() {
        Figures consumer = new Figures("app.in").say(COORDINATOR, "last-rebalance-seconds-ago", -1);
        allowing.clientOpened("app.in", "consumer", "payments", consumer);
        assertThat(gauge("kafka.sdk.client.rebalance.age")).isNaN();
        consumer.say(COORDINATOR, "last-rebalance-seconds-ago", 7);
        assertThat(gauge("kafka.sdk.client.rebalance.age")).isEqualTo(7);
    }

    @Test
    void aTotalDoesNotFallWhenTheClientIsReplaced() {
        figures.say(PRODUCER, "outgoing-byte-total", 100);
        allowing.producerOpened("app.orders", () -> 0, figures);
        assertThat(total("kafka.sdk.client.sent")).isEqualTo(100);
        figures.vanish();
        assertThat(total("kafka.sdk.client.sent")).isEqualTo(100);
        figures.say(PRODUCER, "outgoing-byte-total", 30);
        assertThat(total("kafka.sdk.client.sent")).isEqualTo(130);
        figures.say(PRODUCER, "outgoing-byte-total", 40);
        assertThat(total("kafka.sdk.client.sent")).isEqualTo(140);
    }

    @Test
    void aTotalIsZeroBeforeThereIsAClientAndUnknownWhereTheClientHasNone() {
        allowing.producerOpened("app.orders", () -> 0, figures);
        assertThat(total("kafka.sdk.client.sent")).isZero();
        figures.say(PRODUCER, "connection-count", 1);
        assertThat(total("kafka.sdk.client.sent")).isNaN();
    }

    @Test
    void theNextClientOfTheSameNameIsReadInsteadOfTheClosedOne() {
        allowing.producerOpened("app.orders", () -> 0, figures.say(PRODUCER, "connection-count", 3));
        allowing.producerOpened("app.orders", () -> 0, new Figures("app.orders").say(PRODUCER, "connection-count", 5));
        assertThat(gauge("kafka.sdk.client.connections")).isEqualTo(5);
    }

    @Test
    void allFiguresComeFromMicrometersOwnBinderAndGoWithTheClient() {
        figures.say(PRODUCER, "connection-count", 3);
        binding.producerOpened("app.orders", () -> 0, figures);
        assertThat(registry.get("kafka.producer.connection.count")
                        .tags("client.id", "app.orders", "cluster", "main")
                        .gauge()
                        .value())
                .isEqualTo(3);
        assertThat(names()).noneMatch(name -> name.startsWith("kafka.sdk.client"));
        binding.retainClients(Set::of);
        assertThat(registry.getMeters()).isEmpty();
        assertThat(threads()).isEmpty();
    }

    @Test
    void theApplicationBindsItsOwnClientsItself() {
        figures.say(PRODUCER, "connection-count", 3);
        binding.clientOpened("app.orders", OpenClient.ADOPTED_PRODUCER, "", figures);
        assertThat(names()).noneMatch(name -> name.startsWith("kafka.producer"));
    }

    @Test
    void aClientThatStartsLaterIsBoundThen() {
        binding.clientOpened("app.orders", "consumer", "payments", figures);
        binding.retainClients(() -> Set.of(new OpenClient(OpenClient.CONSUMER, "app.orders", "payments")));
        assertThat(names()).noneMatch(name -> name.startsWith("kafka.consumer"));
        figures.say("consumer-metrics", "connection-count", 3);
        binding.retainClients(() -> Set.of(new OpenClient(OpenClient.CONSUMER, "app.orders", "payments")));
        assertThat(gauge("kafka.consumer.connection.count")).isEqualTo(3);
        binding.close();
        assertThat(registry.getMeters()).isEmpty();
        assertThat(threads()).isEmpty();
    }

    @Test
    void aProducerAndAConsumerOfTheSameNameAreReadFromTheirOwnKafkaClients() {
        Figures ofConsumer = new Figures("app.orders").say("consumer-metrics", "connection-count", 5);
        allowing.producerOpened("app.orders", () -> 0, figures.say(PRODUCER, "connection-count", 3));
        allowing.clientOpened("app.orders", "consumer", "orders", ofConsumer);
        assertThat(registry.get("kafka.sdk.client.connections")
                        .tag("kind", "producer")
                        .gauge()
                        .value())
                .isEqualTo(3);
        assertThat(registry.get("kafka.sdk.client.connections")
                        .tag("kind", "consumer")
                        .gauge()
                        .value())
                .isEqualTo(5);
    }

    @Test
    void theLastLookAtAClientThatIsGoneIsNotWaitedForAndTakesNothingFromTheNextOneOfItsName() {
        OpenClient orders = new OpenClient(OpenClient.PRODUCER, "app.orders");
        figures.say(PRODUCER, "connection-count", 3);
        ClientMeters clients = new ClientMeters(new MeterSet(registry, "main", false), ClientMetrics.ALL);
        clients.opened(orders, figures);
        Map<OpenClient, AllFigures> gone = clients.retain(Set.of());
        assertThat(gone).containsOnlyKeys(orders);
        AllFigures first = gone.values().iterator().next();
        assertThat(first.thread().isShutdown()).isTrue();
        assertThat(names()).as("not closed yet").contains("kafka.producer.connection.count");
        clients.opened(orders, figures);
        first.close();
        clients.left(gone.keySet());
        clients.retain(Set.of(orders));
        assertThat(gauge("kafka.producer.connection.count")).isEqualTo(3);
        clients.close();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.contains("meters") && name.contains("app.orders"))
                .toList();
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    private double total(String name) {
        return registry.get(name).functionCounter().count();
    }

    private List<String> names() {
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .distinct()
                .toList();
    }
}
