package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.SecuritySettings.Mechanism;
import io.kafkasdk.settings.SecuritySettings.Plaintext;
import io.kafkasdk.settings.SecuritySettings.Sasl;
import io.kafkasdk.settings.SecuritySettings.Tls;
import io.kafkasdk.spring.boot.connection.KafkaSdkConnectionDetails;
import io.kafkasdk.tuning.TuningGoal;
import io.kafkasdk.tuning.TuningMode;
import io.kafkasdk.tuning.TuningOptions;
import io.kafkasdk.tuning.TuningProfile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;

/** Who decides what, where several places speak of a cluster. */
class ClusterMappingTest {

    private static final String[] PRODUCTION = {
        "spring.application.name=orders",
        "spring.kafka.bootstrap-servers=spring:9092",
        "kafka-sdk.bootstrap-servers=production:9093",
        "kafka-sdk.security.protocol=sasl-ssl",
        "kafka-sdk.security.sasl.username=orders",
        "kafka-sdk.security.sasl.password=very-secret",
        "kafka-sdk.security.tls.trust-store.location=/ca.pem"
    };

    @Test
    void profileAndPolicyOfAClusterAreThoseOfTheMainOneUnlessItHasItsOwn() {
        PropertiesMapping.Mapped mapped = map(
                null,
                "spring.application.name=orders",
                "kafka-sdk.profile=throughput",
                "kafka-sdk.acks-policy=fail",
                "kafka-sdk.topics[0].pattern=metrics-*",
                "kafka-sdk.topics[0].acks-policy=observe",
                "kafka-sdk.clusters.eu.bootstrap-servers=eu:1",
                "kafka-sdk.clusters.us.bootstrap-servers=us:1",
                "kafka-sdk.clusters.us.profile=low-latency",
                "kafka-sdk.clusters.us.acks-policy=observe");
        assertThat(mapped.clusters()).containsOnlyKeys("eu", "us");
        assertThat(mapped.cluster("eu").profile()).isEqualTo(TuningProfile.THROUGHPUT);
        assertThat(mapped.cluster("eu").acksRules().policies()).containsEntry(Kind.NO_HEADROOM, AcksPolicy.FAIL);
        assertThat(mapped.cluster("eu").acksRules().topics()).isEmpty();
        assertThat(mapped.cluster("us").profile()).isEqualTo(TuningProfile.LOW_LATENCY);
        assertThat(mapped.cluster("us").acksRules().policies()).containsEntry(Kind.NO_HEADROOM, AcksPolicy.OBSERVE);
    }

    @Test
    void theAdviceOnAClustersProducersIsThatOfTheMainOneButForWhatItHasOfItsOwn() {
        PropertiesMapping.Mapped mapped = map(
                null,
                "spring.application.name=orders",
                "kafka-sdk.tuning.mode=auto",
                "kafka-sdk.tuning.interval=1m",
                "kafka-sdk.clusters.eu.bootstrap-servers=eu:1",
                "kafka-sdk.clusters.us.bootstrap-servers=us:1",
                "kafka-sdk.clusters.us.tuning.mode=off",
                "kafka-sdk.clusters.us.tuning.max-batch-size=64KB");
        TuningOptions all = TuningOptions.DEFAULT.mode(TuningMode.AUTO).interval(Duration.ofMinutes(1));
        assertThat(mapped.cluster("eu").tuning()).isEqualTo(all);
        assertThat(mapped.cluster("us").tuning())
                .isEqualTo(all.mode(TuningMode.OFF).atMost(all.maxLinger(), 64 << 10));
    }

    @Test
    void theGoalOfTheAdviceIsThatOfEachClustersProfile() {
        PropertiesMapping.Mapped mapped = map(
                null,
                "spring.application.name=orders",
                "kafka-sdk.clusters.eu.bootstrap-servers=eu:1",
                "kafka-sdk.clusters.us.bootstrap-servers=us:1",
                "kafka-sdk.clusters.us.profile=low-latency",
                "kafka-sdk.clusters.jp.bootstrap-servers=jp:1",
                "kafka-sdk.clusters.jp.profile=low-latency",
                "kafka-sdk.clusters.jp.tuning.goal=bytes");
        assertThat(mapped.cluster("eu").tuning().goal()).isEqualTo(TuningGoal.THROUGHPUT);
        assertThat(mapped.cluster("us").tuning().goal()).isEqualTo(TuningGoal.LATENCY);
        assertThat(mapped.cluster("jp").tuning().goal()).isEqualTo(TuningGoal.BYTES);
    }

    @Test
    void rawPropertiesGoToTheClientsOfTheirClusterOnly() {
        PropertiesMapping.Mapped mapped = map(
                null,
                "spring.application.name=orders",
                "kafka-sdk.bootstrap-servers=main:1",
                "kafka-sdk.properties.client.dns.lookup=use_all_dns_ips",
                "kafka-sdk.clusters.eu.bootstrap-servers=eu:1",
                "kafka-sdk.clusters.eu.properties.metadata.max.age.ms=60000");
        assertThat(mapped.cluster("default").settings().kafkaOverrides().properties())
                .containsOnlyKeys("client.dns.lookup");
        assertThat(mapped.cluster("eu").settings().kafkaOverrides().properties())
                .containsOnlyKeys("metadata.max.age.ms");
    }

    @Test
    void aServiceConnectionWinsOverAllPropertiesAndLeavesOutWhatItsProtocolHasNoUseFor() {
        ClusterMapping.Mapped main = map(new Connection(SecurityProtocol.PLAINTEXT, null), PRODUCTION)
                .cluster("default");
        assertThat(main.settings().bootstrapServers()).containsExactly("container:1");
        assertThat(main.settings().security()).isEqualTo(new Plaintext());
    }

    @Test
    void aServiceConnectionWithoutASayInSecurityLeavesItToTheProperties() {
        SecuritySettings security = map(new Connection(null, null), PRODUCTION)
                .cluster("default")
                .settings()
                .security();
        assertThat(security).isInstanceOf(Sasl.class);
    }

    @Test
    void aServiceConnectionWithALoginTakesUserAndPasswordFromTheProperties() {
        SecuritySettings security = map(new Connection(SecurityProtocol.SASL_PLAINTEXT, null), PRODUCTION)
                .cluster("default")
                .settings()
                .security();
        assertThat(security).isEqualTo(new Sasl(Mechanism.SCRAM_SHA_512, "orders", Secret.of("very-secret"), null));
    }

    @Test
    void theBundleOfAServiceConnectionWinsOverTheCertificatesOfTheProperties() {
        SecuritySettings security = map(new Connection(SecurityProtocol.SSL, SslBundle.systemDefault()), PRODUCTION)
                .cluster("default")
                .settings()
                .security();
        assertThat(security)
                .isInstanceOfSatisfying(
                        SecuritySettings.TlsContext.class,
                        tls -> assertThat(tls.name()).isEqualTo("the SSL bundle of the service connection"));
        assertThat(map(new Connection(null, SslBundle.systemDefault()), "spring.application.name=orders")
                        .cluster("default")
                        .settings()
                        .security())
                .as("a bundle is never ignored, the protocol follows it")
                .isInstanceOf(SecuritySettings.TlsContext.class);
    }

    @Test
    void tlsOfAServiceConnectionWithoutABundleTakesTheCertificatesOfTheProperties() {
        SecuritySettings security = map(new Connection(SecurityProtocol.SSL, null), PRODUCTION)
                .cluster("default")
                .settings()
                .security();
        assertThat(security)
                .isInstanceOfSatisfying(
                        Tls.class, tls -> assertThat(tls.trustStore()).isNotNull());
    }

    private static PropertiesMapping.Mapped map(@Nullable KafkaSdkConnectionDetails connection, String... values) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        TestPropertyValues.of(values).applyTo(environment);
        KafkaSdkProperties properties = Binder.get(environment).bindOrCreate("kafka-sdk", KafkaSdkProperties.class);
        return new PropertiesMapping(properties, environment, connection, new BundleTls(null)).map();
    }

    private record Connection(
            @Nullable SecurityProtocol protocol, @Nullable SslBundle bundle) implements KafkaSdkConnectionDetails {

        @Override
        public List<String> bootstrapServers() {
            return List.of("container:1");
        }

        @Override
        public Optional<SecurityProtocol> securityProtocol() {
            return Optional.ofNullable(protocol);
        }

        @Override
        public Optional<SslBundle> sslBundle() {
            return Optional.ofNullable(bundle);
        }
    }
}
