package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.AcksRules.TopicPolicy;
import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.SecuritySettings.Format;
import io.kafkasdk.settings.SecuritySettings.Mechanism;
import io.kafkasdk.settings.SecuritySettings.Store;
import io.kafkasdk.settings.SecuritySettings.Tls;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.PropertiesMapping.Mapped;
import io.kafkasdk.tuning.TuningGoal;
import io.kafkasdk.tuning.TuningMode;
import io.kafkasdk.tuning.TuningOptions;
import io.kafkasdk.tuning.TuningProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

class PropertiesMappingTest {

    private static final String SECRET = "very-secret";

    private final ConfigurableEnvironment environment = new StandardEnvironment();

    @Test
    void everythingHasADefaultButTheServersAndTheName() {
        KafkaSdkProperties properties = bind();
        assertThat(properties.enabled()).isTrue();
        assertThat(properties.autoStart()).isTrue();
        assertThat(properties.profile()).isEqualTo(TuningProfile.BALANCED);
        assertThat(properties.acksPolicy()).isEqualTo(AcksPolicy.WARN);
        assertThat(properties.shutdownTimeout()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void theDefaultsOfTheAdviceAreThoseOfTheCore() {
        assertThat(main("spring.application.name=boot", "kafka-sdk.bootstrap-servers=a:1")
                        .tuning())
                .isEqualTo(TuningOptions.DEFAULT);
    }

    @Test
    void theGoalOfTheAdviceIsThatOfTheProfileUnlessItIsSet() {
        String[] lowLatency = {
            "spring.application.name=boot", "kafka-sdk.bootstrap-servers=a:1", "kafka-sdk.profile=low-latency"
        };
        assertThat(main(lowLatency).tuning()).isEqualTo(TuningOptions.DEFAULT.goal(TuningGoal.LATENCY));
        String[] withGoal = Arrays.copyOf(lowLatency, lowLatency.length + 1);
        withGoal[lowLatency.length] = "kafka-sdk.tuning.goal=throughput";
        assertThat(main(withGoal).tuning()).isEqualTo(TuningOptions.DEFAULT);
    }

    @Test
    void theAdviceOnProducersIsMapped() {
        assertThat(main(
                                "spring.application.name=boot",
                                "kafka-sdk.bootstrap-servers=a:1",
                                "kafka-sdk.tuning.mode=auto",
                                "kafka-sdk.tuning.goal=bytes",
                                "kafka-sdk.tuning.interval=2m",
                                "kafka-sdk.tuning.sample-size=1MB",
                                "kafka-sdk.tuning.max-linger=20ms",
                                "kafka-sdk.tuning.max-batch-size=256KB")
                        .tuning())
                .isEqualTo(new TuningOptions(
                        TuningMode.AUTO,
                        TuningGoal.BYTES,
                        Duration.ofMinutes(2),
                        1 << 20,
                        Duration.ofMillis(20),
                        256 << 10));
    }

    @Test
    void whatIsWrongWithTheAdviceIsToldByTheNamesOfTheProperties() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> map(
                        "spring.application.name=boot",
                        "kafka-sdk.bootstrap-servers=a:1",
                        "kafka-sdk.tuning.interval=1s",
                        "kafka-sdk.tuning.sample-size=3GB",
                        "kafka-sdk.clusters.eu.bootstrap-servers=b:1",
                        "kafka-sdk.clusters.eu.tuning.max-linger=2s"))
                .satisfies(failure -> assertThat(failure.violations())
                        .extracting(Violation::setting)
                        .containsExactly(
                                "kafka-sdk.tuning.interval",
                                "kafka-sdk.tuning.sample-size",
                                "kafka-sdk.clusters.eu.tuning.max-linger"))
                .withMessageContaining("must be from 10s to 24h");
    }

    @Test
    void ownNameAndServersWinOverSprings() {
        Mapped mapped = map(
                "spring.application.name=boot",
                "spring.kafka.bootstrap-servers=boot:9092",
                "kafka-sdk.application=own",
                "kafka-sdk.bootstrap-servers=own-1:9092, own-2:9092");
        assertThat(mapped.application()).isEqualTo("own");
        assertThat(mapped.cluster(PropertiesMapping.MAIN).settings().bootstrapServers())
                .containsExactly("own-1:9092", "own-2:9092");
    }

    @Test
    void topicsOfCertainNamesHaveTheirOwnPolicyAndDurability() {
        AcksRules rules = main(
                        "spring.application.name=boot",
                        "kafka-sdk.bootstrap-servers=a:1",
                        "kafka-sdk.acks-policy=fail",
                        "kafka-sdk.topics[0].pattern=metrics-*",
                        "kafka-sdk.topics[0].durability=leader",
                        "kafka-sdk.topics[0].acks-policy=observe",
                        "kafka-sdk.topics[1].pattern=logs-?",
                        "kafka-sdk.topics[1].acks-policy=leader-ack")
                .acksRules();
        assertThat(rules.policies()).containsEntry(Kind.NO_HEADROOM, AcksPolicy.FAIL);
        assertThat(rules.declaredFor("metrics-cpu")).isEqualTo(Durability.LEADER);
        assertThat(rules.declaredFor("orders")).isEqualTo(Durability.ALL);
        assertThat(rules.topics())
                .extracting(TopicPolicy::pattern, TopicPolicy::policy)
                .containsExactly(tuple("metrics-*", AcksPolicy.OBSERVE), tuple("logs-?", AcksPolicy.LEADER_ACK));
    }

    @Test
    void aTopicRuleWithoutPatternOrEffectIsRefusedByItsName() {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> map(
                        "spring.application.name=boot",
                        "kafka-sdk.bootstrap-servers=a:1",
                        "kafka-sdk.topics[0].durability=leader",
                        "kafka-sdk.topics[1].pattern=logs-*"))
                .satisfies(failure -> assertThat(failure.violations())
                        .extracting(Violation::setting)
                        .containsExactly("kafka-sdk.topics[0].pattern", "kafka-sdk.topics[1]"));
    }

    @Test
    void fallsBackToSpringsNameAndServers() {
        Mapped mapped = map("spring.application.name=boot", "spring.kafka.bootstrap-servers=boot-1:9092,boot-2:9092");
        assertThat(mapped.application()).isEqualTo("boot");
        assertThat(mapped.cluster(PropertiesMapping.MAIN).settings().bootstrapServers())
                .containsExactly("boot-1:9092", "boot-2:9092");
    }

    @ParameterizedTest
    @CsvSource({
        "balanced, BALANCED",
        "throughput, THROUGHPUT",
        "low-latency, LOW_LATENCY",
        "LOW_LATENCY, LOW_LATENCY",
        "durable-audit, DURABLE_AUDIT"
    })
    void bindsEveryProfileByItsName(String written, TuningProfile profile) {
        assertThat(bind("kafka-sdk.profile=" + written).profile()).isEqualTo(profile);
    }

    @Test
    void bindsFromEnvironmentVariables() {
        TestPropertyValues.of(Map.of(
                        "KAFKASDK_BOOTSTRAPSERVERS", "a:1,b:2",
                        "KAFKASDK_SHUTDOWNTIMEOUT", "5s",
                        "KAFKASDK_SECURITY_SASL_PASSWORD", SECRET))
                .applyTo(environment, TestPropertyValues.Type.SYSTEM_ENVIRONMENT);
        KafkaSdkProperties properties = bind();
        assertThat(properties.bootstrapServers()).containsExactly("a:1", "b:2");
        assertThat(properties.shutdownTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(properties.security().sasl().password()).isEqualTo(Secret.of(SECRET));
    }

    @Test
    void tellsAllThatIsMissingAtOnce() {
        assertThat(violationsOf()).containsExactly("kafka-sdk.application", "kafka-sdk.bootstrap-servers");
    }

    @Test
    void namesThePropertyThatABadServerCameFrom() {
        assertThat(violationsOf("spring.application.name=x", "spring.kafka.bootstrap-servers=PLAINTEXT://a:9092"))
                .containsExactly("spring.kafka.bootstrap-servers");
        assertThat(violationsOf("spring.application.name=x", "kafka-sdk.bootstrap-servers=a"))
                .containsExactly("kafka-sdk.bootstrap-servers");
    }

    @Test
    void mapsTlsWithBothStores() {
        SecuritySettings security = security(
                "protocol=ssl",
                "tls.trust-store.location=/certs/ca.pem",
                "tls.key-store.location=/certs/client.p12",
                "tls.key-store.format=pkcs12",
                "tls.key-store.password=" + SECRET);
        assertThat(security)
                .isEqualTo(new Tls(
                        new Store(Path.of("/certs/ca.pem"), Format.PEM, null),
                        new Store(Path.of("/certs/client.p12"), Format.PKCS12, Secret.of(SECRET))));
    }

    @Test
    void mapsSaslInsideTlsWithTheCertificatesOfTheJdk() {
        SecuritySettings security = security(
                "protocol=SASL_SSL", "sasl.mechanism=SCRAM-SHA-256", "sasl.username=orders", "sasl.password=" + SECRET);
        assertThat(security)
                .isEqualTo(new SecuritySettings.Sasl(
                        Mechanism.SCRAM_SHA_256, "orders", Secret.of(SECRET), new Tls(null, null)));
    }

    @Test
    void mapsSaslWithoutTls() {
        SecuritySettings security =
                security("protocol=sasl-plaintext", "sasl.username=orders", "sasl.password=" + SECRET);
        assertThat(security)
                .isEqualTo(new SecuritySettings.Sasl(Mechanism.SCRAM_SHA_512, "orders", Secret.of(SECRET), null));
    }

    @ParameterizedTest
    @CsvSource({
        "plaintext, sasl.username=orders, kafka-sdk.security.sasl",
        "plaintext, sasl.password=very-secret, kafka-sdk.security.sasl",
        "ssl, sasl.username=orders, kafka-sdk.security.sasl",
        "plaintext, tls.trust-store.location=/ca.pem, kafka-sdk.security.tls",
        "sasl-plaintext, tls.key-store.location=/ca.pem, kafka-sdk.security.tls"
    })
    void refusesSecurityThatTheProtocolWouldIgnore(String protocol, String ignored, String group) {
        assertThatExceptionOfType(InvalidSettingsException.class)
                .isThrownBy(() -> security("protocol=" + protocol, ignored))
                .withMessageContaining("kafka-sdk.security.protocol = " + protocol + ": would ignore " + group)
                .withMessageNotContaining(SECRET);
    }

    @Test
    void refusesSaslWithoutUserOrPassword() {
        assertThat(violationsOf(
                        "spring.application.name=x",
                        "kafka-sdk.bootstrap-servers=a:1",
                        "kafka-sdk.security.protocol=sasl-ssl",
                        "kafka-sdk.security.sasl.password="))
                .containsExactly("kafka-sdk.security.sasl.username", "kafka-sdk.security.sasl.password");
    }

    @Test
    void refusesAStoreWithoutAFile() {
        assertThat(violationsOf(
                        "spring.application.name=x",
                        "kafka-sdk.bootstrap-servers=a:1",
                        "kafka-sdk.security.protocol=ssl",
                        "kafka-sdk.security.tls.trust-store.format=jks"))
                .containsExactly("kafka-sdk.security.tls.trust-store.location");
    }

    @Test
    void neverPrintsASecret() {
        KafkaSdkProperties properties = bind(
                "kafka-sdk.security.sasl.password=" + SECRET,
                "kafka-sdk.security.tls.trust-store.password=" + SECRET,
                "kafka-sdk.security.tls.key-store.password=" + SECRET);
        assertThat(properties.security().sasl().password()).isEqualTo(Secret.of(SECRET));
        assertThat(properties.toString()).contains("[hidden]").doesNotContain(SECRET);
    }

    private SecuritySettings security(String... values) {
        String[] prefixed =
                Stream.of(values).map(value -> "kafka-sdk.security." + value).toArray(String[]::new);
        TestPropertyValues.of("spring.application.name=x", "kafka-sdk.bootstrap-servers=a:1")
                .applyTo(environment);
        return main(prefixed).settings().security();
    }

    private List<String> violationsOf(String... values) {
        List<Violation> violations = List.of();
        try {
            map(values);
        } catch (InvalidSettingsException invalid) {
            violations = invalid.violations();
        }
        return violations.stream().map(Violation::setting).toList();
    }

    private Mapped map(String... values) {
        return new PropertiesMapping(bind(values), environment, null, new BundleTls(null)).map();
    }

    private ClusterMapping.Mapped main(String... values) {
        return map(values).cluster(PropertiesMapping.MAIN);
    }

    private KafkaSdkProperties bind(String... values) {
        TestPropertyValues.of(values).applyTo(environment);
        return Binder.get(environment).bindOrCreate("kafka-sdk", KafkaSdkProperties.class);
    }
}
