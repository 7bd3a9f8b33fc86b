package io.kafkasdk.spring.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.HandlerThreads;
import io.kafkasdk.settings.Ordering;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.settings.StartPosition;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.ConsumerProperties;
import io.kafkasdk.tuning.TuningProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ConsumerMappingTest {

    private static final ConsumerMapping.Defaults DEFAULTS =
            new ConsumerMapping.Defaults("shop.payments", List.of("orders"), HandlerThreads.PLATFORM);

    private final StringDeserializer text = new StringDeserializer();
    private final Map<String, String> properties = new TreeMap<>();
    private final List<Violation> violations = new ArrayList<>();

    @Test
    void hasTheDefaultsOfTheCoreWhereThereAreNoProperties() {
        ConsumerSettings<?, ?> settings = new ConsumerMapping(
                        new SettingNames("payments"), ConsumerMapping.UNSET, DEFAULTS, violations)
                .map(text, text);
        assertThat(violations).isEmpty();
        assertThat(settings)
                .isEqualTo(ConsumerSettings.group("shop.payments", text, text).topics("orders"));
        assertThat(ConsumerMapping.UNSET).isEqualTo(bound());
    }

    @Test
    void mapsEveryProperty() {
        set("group", "billing");
        set("topics", "orders,returns");
        set("start-position", "latest");
        set("ordering", "partition");
        set("concurrency", "16");
        set("max-in-flight-records", "100");
        set("max-in-flight-size", "1MB");
        set("commit-interval", "2s");
        set("commit-records", "50");
        set("drain-timeout", "3s");
        set("batch-records", "20");
        set("async-timeout", "4s");
        set("threads", "virtual");
        set("instance", "pod-1");
        set("lag-objective", "5m");
        set("profile", "throughput");
        set("properties.fetch.min.bytes", "7");
        assertThat(map())
                .isEqualTo(ConsumerSettings.group("billing", text, text)
                        .topics("orders", "returns")
                        .startPosition(StartPosition.LATEST)
                        .ordering(Ordering.PARTITION)
                        .limits(new ConsumerLimits(
                                16,
                                100,
                                1 << 20,
                                Duration.ofSeconds(2),
                                50,
                                Duration.ofSeconds(3),
                                20,
                                Duration.ofSeconds(4)))
                        .threads(HandlerThreads.VIRTUAL)
                        .instance("pod-1")
                        .lagObjective(Duration.ofMinutes(5))
                        .tuning(TuningProfile.THROUGHPUT.consumer())
                        .kafkaProperty("fetch.min.bytes", "7"));
        assertThat(violations).isEmpty();
    }

    @Test
    void mapsEachFailurePolicy() {
        set("failures.delay", "1s");
        set("failures.max-delay", "2s");
        assertThat(map().failures())
                .isEqualTo(new FailurePolicy.RetryForEver(Duration.ofSeconds(1), Duration.ofSeconds(2)));
        set("failures.policy", "stop");
        set("failures.attempts", "3");
        Retries retries = new Retries(3, Duration.ofSeconds(1), Duration.ofSeconds(2), Set.of());
        assertThat(map().failures()).isEqualTo(new FailurePolicy.Stop(retries));
        set("failures.policy", "skip");
        set("failures.circuit", "9");
        assertThat(map().failures()).isEqualTo(new FailurePolicy.Skip(retries, 9));
        set("failures.policy", "dead-letter");
        set("failures.topic", "{topic}.dead");
        assertThat(map().failures()).isEqualTo(new FailurePolicy.DeadLetterTopic(retries, "{topic}.dead", 9));
        assertThat(violations).isEmpty();
    }

    @Test
    void takesTheDefaultsOfEachFailurePolicy() {
        set("failures.policy", "dead-letter");
        assertThat(map().failures()).isEqualTo(FailurePolicy.DEAD_LETTER);
        set("failures.policy", "skip");
        assertThat(map().failures()).isEqualTo(FailurePolicy.SKIP);
        set("failures.policy", "stop");
        assertThat(map().failures()).isEqualTo(FailurePolicy.STOP);
        assertThat(violations).isEmpty();
    }

    @Test
    void refusesWhatAFailurePolicyDoesNotHave() {
        set("failures.attempts", "3");
        set("failures.topic", "dead");
        set("failures.circuit", "9");
        map();
        assertThat(violations)
                .extracting(Violation::toString)
                .containsExactly(
                        "kafka-sdk.consumers.payments.failures.attempts = '3': has no end to count to with"
                                + " retry-for-ever (remove it, or set kafka-sdk.consumers.payments.failures.policy to"
                                + " dead-letter)",
                        "kafka-sdk.consumers.payments.failures.topic = 'dead': is only for the policy dead-letter (remove"
                                + " it, or set kafka-sdk.consumers.payments.failures.policy to dead-letter)",
                        "kafka-sdk.consumers.payments.failures.circuit = '9': is only for dead-letter and skip (remove it,"
                                + " or set kafka-sdk.consumers.payments.failures.policy to dead-letter)");
    }

    @Test
    void refusesTheCircuitOfStopAndTheTopicOfSkip() {
        set("failures.policy", "stop");
        set("failures.circuit", "9");
        map();
        set("failures.policy", "skip");
        set("failures.topic", "dead");
        map();
        assertThat(violations)
                .extracting(Violation::setting)
                .containsExactly(
                        "kafka-sdk.consumers.payments.failures.circuit", "kafka-sdk.consumers.payments.failures.topic");
    }

    @Test
    void tellsAllThatIsWrongInTheNamesOfProperties() {
        set("group", "not a group");
        set("topics", "not a topic");
        set("concurrency", "0");
        set("max-in-flight-size", "1B");
        set("async-timeout", "1d");
        set("instance", "!");
        set("lag-objective", "1ms");
        set("failures.policy", "dead-letter");
        set("failures.attempts", "0");
        set("failures.delay", "1h");
        set("failures.circuit", "0");
        set("properties.auto.offset.reset", "latest");
        set("properties.security.protocol", "SSL");
        set("properties.fetch.min.byte", "1");
        map();
        assertThat(violations)
                .extracting(found -> found.setting().substring("kafka-sdk.consumers.payments.".length()))
                .containsExactlyInAnyOrder(
                        "group",
                        "topics",
                        "concurrency",
                        "max-in-flight-size",
                        "async-timeout",
                        "instance",
                        "lag-objective",
                        "failures.attempts",
                        "failures.delay",
                        "failures.max-delay",
                        "failures.circuit",
                        "failures.topic",
                        "properties.auto.offset.reset",
                        "properties.security.protocol",
                        "properties.fetch.min.byte");
        assertThat(violations)
                .extracting(Violation::cure)
                .contains("use kafka-sdk.consumers.payments.start-position")
                .contains("use the security properties of the cluster")
                .noneMatch(cure -> cure.contains("(...)"));
    }

    @Test
    void needsATopic() {
        ConsumerMapping.Defaults none = new ConsumerMapping.Defaults("g", List.of(), HandlerThreads.PLATFORM);
        new ConsumerMapping(new SettingNames("payments"), ConsumerMapping.UNSET, none, violations).map(text, text);
        assertThat(violations)
                .extracting(Violation::toString)
                .containsExactly("kafka-sdk.consumers.payments.topics = not set: needs at least one topic, and"
                        + " @HandlesRecords names none either (set it, or topics of the annotation)");
    }

    private void set(String property, String value) {
        properties.put("kafka-sdk.consumers.payments." + property, value);
    }

    private ConsumerProperties bound() {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("kafka-sdk.consumers.payments", ConsumerProperties.class);
    }

    private ConsumerSettings<?, ?> map() {
        return new ConsumerMapping(new SettingNames("payments"), bound(), DEFAULTS, violations).map(text, text);
    }
}
