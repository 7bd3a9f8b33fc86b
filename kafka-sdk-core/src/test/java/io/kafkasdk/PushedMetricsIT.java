package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.test.Backend;
import io.kafkasdk.test.KafkaCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.Metric;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.MetricsData;
import org.apache.kafka.shaded.io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that asks for the metrics of its clients gets the lag, without anybody who scrapes the application. */
@Timeout(300)
class PushedMetricsIT {

    private static final Duration SOON = Duration.ofSeconds(80);
    private static final String PREFIX = "org.apache.kafka.kafka.sdk.consumer.";
    private static final String RECORDS = PREFIX + "lag.records";
    private static final String TIME = PREFIX + "lag.time.seconds";
    private static final String STATUS = PREFIX + "status";

    @TempDir
    static Path pushes;

    private static KafkaCluster cluster;

    @BeforeAll
    static void startABrokerThatReceivesMetrics() throws Exception {
        cluster = KafkaCluster.builder()
                .brokers(1)
                .backend(Backend.PROCESS)
                .brokerJvmOption(1, TelemetryReceiver.jvmOption(pushes))
                .brokerProperty("metric.reporters", TelemetryReceiver.class.getName())
                .start();
        ConfigResource subscription = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, "sdk");
        cluster.admin()
                .incrementalAlterConfigs(
                        Map.of(subscription, List.of(put("metrics", PREFIX), put("interval.ms", "500"))))
                .all()
                .get(30, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void aBrokerThatAsksGetsTheLagOfAConsumerWhoseHandlerIsStuck(String protocol) throws Exception {
        String topic = "stuck-" + protocol;
        cluster.createTopic(topic, 2, 1);
        write(topic, 50);
        HeldHandler handler = new HeldHandler();
        try (KafkaSdk sdk = sdk(protocol)) {
            ManagedConsumer consumer = sdk.consumer(settings(topic, protocol), record -> handler.hold());
            consumer.start();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(last(consumer, RECORDS, topic)).containsExactly(50.0));
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(last(consumer, TIME, topic))
                        .singleElement()
                        .satisfies(age -> assertThat(age).isPositive());
                assertThat(last(consumer, STATUS, topic)).hasSize(1);
            });
            handler.letGo();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(last(consumer, RECORDS, topic)).containsExactly(0.0));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whereThePushIsSwitchedOffNothingIsPushed(String protocol) throws Exception {
        String off = "off-" + protocol;
        String on = "on-" + protocol;
        cluster.createTopic(off, 1, 1);
        cluster.createTopic(on, 1, 1);
        try (KafkaSdk sdk = sdk("off-" + protocol)) {
            ManagedConsumer silent =
                    sdk.consumer(settings(off, protocol).kafkaProperty("enable.metrics.push", "false"), record -> {});
            ManagedConsumer other = sdk.consumer(settings(on, protocol), record -> {});
            silent.start();
            await().atMost(SOON).until(() -> silent.lag().topics().contains(off));
            other.start();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(last(other, RECORDS, on)).containsExactly(0.0));
            assertThat(pushesOf(silent)).isEmpty();
        }
    }

    private static KafkaSdk sdk(String application) {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application(application)
                .build();
    }

    private static ConsumerSettings<String, String> settings(String topic, String protocol) {
        return ConsumerSettings.group("g-" + topic, new StringDeserializer(), new StringDeserializer())
                .topics(topic)
                .kafkaProperty("group.protocol", protocol);
    }

    private static AlterConfigOp put(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static void write(String topic, int records) {
        Map<String, Object> config = Map.of("bootstrap.servers", cluster.bootstrapServers());
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(topic, "key-" + i, "value"));
            }
        }
    }

    /** Returns the values that the last push of a consumer has for a metric of a topic. */
    private static List<Double> last(ManagedConsumer consumer, String metric, String topic) throws IOException {
        List<Path> pushed = pushesOf(consumer);
        if (pushed.isEmpty()) {
            return List.of();
        }
        MetricsData data = MetricsData.parseFrom(Files.readAllBytes(pushed.get(pushed.size() - 1)));
        return data.getResourceMetricsList().stream()
                .flatMap(resource -> resource.getScopeMetricsList().stream())
                .flatMap(scope -> scope.getMetricsList().stream())
                .filter(each -> each.getName().equals(metric))
                .map(Metric::getGauge)
                .flatMap(gauge -> gauge.getDataPointsList().stream())
                .filter(point -> topicOf(point).equals(topic))
                .map(NumberDataPoint::getAsDouble)
                .toList();
    }

    private static String topicOf(NumberDataPoint point) {
        return point.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals("topic"))
                .map(attribute -> attribute.getValue().getStringValue())
                .findAny()
                .orElse("");
    }

    private static List<Path> pushesOf(ManagedConsumer consumer) {
        try (Stream<Path> files = Files.list(pushes)) {
            return files.filter(file -> file.getFileName().toString().matches(consumer.clientId() + "-\\d+\\.otlp"))
                    .sorted((a, b) -> Long.compare(number(a), number(b)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(Path push) {
        String name = push.getFileName().toString();
        return Long.parseLong(name.substring(name.lastIndexOf('-') + 1, name.lastIndexOf('.')));
    }
}
