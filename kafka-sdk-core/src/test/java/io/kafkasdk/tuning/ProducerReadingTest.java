package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.producer.SendProgress;
import io.kafkasdk.tuning.Instruments.Window;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ProducerReadingTest {

    private static final long SECOND = 1_000_000_000;
    private static final String CLIENT = "producer-metrics";
    private static final String TOPIC = "producer-topic-metrics";

    private final Map<MetricName, Metric> meters = new HashMap<>();

    @Test
    void anObservationIsWhatHappenedBetweenTwoReadings() {
        meters(1000, 200_000, 220_000, 100);
        ProducerReading before = ProducerReading.of(progress(0, 1000, 600_000, 0), meters);
        meters(11_000, 2_200_000, 2_320_000, 600);
        meter(CLIENT, "batch-size-avg", "", 8000.0);
        meter(CLIENT, "record-queue-time-avg", "", 12.0);
        meter(CLIENT, "request-latency-avg", "", 3.5);
        TuningObservation seen =
                ProducerReading.of(progress(10, 11_000, 6_600_000, 0), meters).since(before);
        assertThat(seen).isEqualTo(new TuningObservation(1000, 600_000, 210_000, 50, 8000, 40, 12, 3.5, false));
    }

    @Test
    void topicsAreTakenTogether() {
        meter(TOPIC, "byte-total", "orders", 3000.0);
        meter(TOPIC, "byte-total", "payments", 1000.0);
        meter(TOPIC, "record-send-total", "orders", 30.0);
        meter(TOPIC, "record-send-total", "payments", 10.0);
        meter(CLIENT, "batch-size-avg", "", 500.0);
        TuningObservation seen = reading(progress(1, 40, 5000, 0))
                .since(new ProducerReading(progress(0, 0, 0, 0), Map.of(), Map.of(), Map.of()));
        assertThat(seen.recordsPerBatch()).isEqualTo(5);
    }

    @Test
    void aWindowCountsWhatWentWrongAndNamesTheTopicsWrittenToMeanwhile() {
        meter(TOPIC, "record-send-total", "orders", 10.0);
        meter(TOPIC, "record-send-total", "quiet", 10.0);
        meter(CLIENT, "record-error-total", "", 5.0);
        ProducerReading before = reading(progress(0, 10, 100, 0));
        meter(TOPIC, "record-send-total", "orders", 30.0);
        meter(TOPIC, "record-send-total", "late", 1.0);
        meter(CLIENT, "record-error-total", "", 7.0);
        meter(CLIENT, "record-retry-total", "", 3.0);
        meter(CLIENT, "batch-split-total", "", 4.0);
        Window window = reading(progress(10, 31, 300, 0)).windowSince(before);
        assertThat(window.topics()).containsExactlyInAnyOrder("orders", "late");
        assertThat(List.of(window.records(), window.failed(), window.retried(), window.split()))
                .containsExactly(21L, 2L, 3L, 4L);
    }

    @Test
    void aMeterOfAnotherGroupIsNotTakenForTheClients() {
        meter("producer-node-metrics", "request-total", "node-1", 500.0);
        assertThat(reading(progress(0, 0, 0, 0)).totals()).isEmpty();
    }

    @Test
    void whatIsNotThereIsNothing() {
        meter(CLIENT, "batch-size-avg", "", Double.NaN);
        meter(CLIENT, "record-queue-time-avg", "", "text");
        ProducerReading now = reading(progress(1, 0, 0, 0));
        ProducerReading before = reading(progress(0, 0, 0, 0));
        assertThat(now.since(before)).isEqualTo(new TuningObservation(0, 0, 0, 0, 0, 0, 0, 0, false));
        assertThat(now.since(now)).isEqualTo(new TuningObservation(0, 0, 0, 0, 0, 0, 0, 0, false));
    }

    @Test
    void sendersThatWaitAreHeldUpByTheClient() {
        ProducerReading before = reading(progress(0, 0, 0, 0));
        assertThat(reading(progress(10, 1, 1, 10 * SECOND / 25)).since(before).saturated())
                .isFalse();
        assertThat(reading(progress(10, 1, 1, 10 * SECOND / 20)).since(before).saturated())
                .isTrue();
        meter(CLIENT, "bufferpool-wait-time-ns-total", "", (double) SECOND);
        assertThat(reading(progress(10, 1, 1, 0)).since(before).saturated()).isTrue();
    }

    @Test
    void aNewClientCountsFromItsBeginning() {
        meters(9000, 900_000, 1_000_000, 900);
        ProducerReading before = reading(progress(0, 9000, 5_000_000, 0));
        meters(100, 10_000, 20_000, 50);
        TuningObservation seen = reading(progress(10, 9100, 5_060_000, 0)).since(before);
        assertThat(seen.requestsPerSecond()).isEqualTo(5);
        assertThat(seen.wireBytesPerSecond()).isEqualTo(2000);
        assertThat(seen.recordsPerSecond()).isCloseTo(10, Offset.offset(1e-9));
    }

    /** Kafka names its meters; those of topics come with the first record, and are seen on a cluster only. */
    @Test
    void theClientHasTheseMeters() {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            Set<String> names = producer.metrics().keySet().stream()
                    .filter(name -> name.group().equals(CLIENT))
                    .map(MetricName::name)
                    .collect(Collectors.toSet());
            assertThat(names)
                    .containsAll(List.of(
                            "request-total",
                            "outgoing-byte-total",
                            "bufferpool-wait-time-ns-total",
                            "record-error-total",
                            "record-retry-total",
                            "batch-split-total",
                            "batch-size-avg",
                            "record-queue-time-avg",
                            "request-latency-avg"));
            ProducerReading now = ProducerReading.of(progress(0, 0, 0, 0), producer.metrics());
            assertThat(now.means().values()).allMatch(Double::isFinite);
            producer.close(Duration.ZERO);
        }
    }

    private ProducerReading reading(SendProgress progress) {
        return ProducerReading.of(progress, meters);
    }

    private static SendProgress progress(long seconds, long records, long bytes, long waitedNanos) {
        return new SendProgress(seconds * SECOND, records, bytes, 0, waitedNanos);
    }

    private void meters(double records, double batchedBytes, double outgoingBytes, double requests) {
        meter(TOPIC, "record-send-total", "orders", records);
        meter(TOPIC, "byte-total", "orders", batchedBytes);
        meter(CLIENT, "outgoing-byte-total", "", outgoingBytes);
        meter(CLIENT, "request-total", "", requests);
    }

    private void meter(String group, String name, String topic, Object value) {
        MetricName key = new MetricName(name, group, "", topic.isEmpty() ? Map.of() : Map.of("topic", topic));
        meters.put(key, new Metric() {
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
