package io.kafkasdk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.RetryCause;
import io.kafkasdk.error.ErrorKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProducerMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final KafkaSdkMetrics metrics = new KafkaSdkMetrics(registry, "main", MetricsOptions.DEFAULT, List::of);

    @Test
    void recordsThatWereSentAgainAreCountedByTheirCause() {
        metrics.sends().retried("app.orders", "orders", 3, RetryCause.NOT_ENOUGH_REPLICAS);
        metrics.sends().retried("app.orders.tx", "orders", 2, RetryCause.NOT_ENOUGH_REPLICAS);
        metrics.sends().retried("app.orders", "orders", 1, RetryCause.UNKNOWN);
        assertThat(retries("NOT_ENOUGH_REPLICAS")).isEqualTo(5);
        assertThat(retries("UNKNOWN")).isEqualTo(1);
    }

    private double retries(String error) {
        return registry.get("kafka.sdk.producer.retries")
                .tags("topic", "orders", "error", error)
                .counter()
                .count();
    }

    @Test
    void theTimeThatCallersWaitedIsThereFromTheStartAndGoesWithTheProducer() {
        metrics.producerOpened("app.orders", () -> 0, Map::of);
        assertThat(registry.get("kafka.sdk.producer.blocked").timer().count()).isZero();
        metrics.sends().blocked("app.orders", 2_000_000);
        assertThat(registry.get("kafka.sdk.producer.blocked").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(2);
        metrics.retainClients(Set::of);
        assertThat(registry.find("kafka.sdk.producer.blocked").timer()).isNull();
    }

    @Test
    void recordsOfTransactionsCountInTheSeriesOfTheOthers() {
        metrics.clientOpened("app.orders.tx", "transactional-producer", "", Map::of);
        metrics.transactions().accepted("app.orders.tx", "orders");
        metrics.transactions().accepted("app.orders.tx", "orders");
        metrics.transactions().accepted("app.orders.tx", "orders");
        assertThat(registry.get("kafka.sdk.producer.inflight").gauge().value()).isEqualTo(3);
        metrics.transactions().acknowledged("app.orders.tx", "orders", 12, 1_000_000);
        metrics.transactions().failed("app.orders.tx", "orders", "TimeoutException", ErrorKind.TIMED_OUT, 2_000_000);
        assertThat(registry.get("kafka.sdk.producer.inflight").gauge().value()).isEqualTo(1);
        assertThat(records("success")).isEqualTo(1);
        assertThat(records("rejected")).isEqualTo(1);
        assertThat(registry.get("kafka.sdk.producer.bytes").counter().count()).isEqualTo(12);
        assertThat(registry.get("kafka.sdk.producer.errors")
                        .tags("topic", "orders", "exception", "TimeoutException", "cause", "timed_out")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    private double records(String outcome) {
        return registry.get("kafka.sdk.producer.records")
                .tags("topic", "orders", "outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void fencingIsZeroFromTheStartOfATransactionalProducerAndGoesWithIt() {
        metrics.clientOpened("app.orders.tx", "transactional-producer", "", Map::of);
        assertThat(registry.get("kafka.sdk.producer.fenced").counter().count()).isZero();
        metrics.transactions().fenced("app.orders.tx");
        assertThat(registry.get("kafka.sdk.producer.fenced").counter().count()).isEqualTo(1);
        assertThat(registry.find("kafka.sdk.circuit.state").gauges())
                .as("it has no breaker")
                .isEmpty();
        metrics.retainClients(Set::of);
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void questionsToTheClusterAreTimedByCallAndOutcome() {
        metrics.calls().called("listOffsets", true, 3_000_000);
        metrics.calls().called("listOffsets", false, 5_000_000_000L);
        assertThat(registry.get("kafka.sdk.monitor.poll.duration")
                        .tags("call", "listOffsets", "outcome", "failure")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(5);
        assertThat(registry.get("kafka.sdk.monitor.poll.duration")
                        .tags("outcome", "success")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}
