package io.kafkasdk.spring.boot;

import static io.kafkasdk.spring.boot.FailureTexts.analyze;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.UnsafeTopicException;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.lang.reflect.Constructor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class KafkaSdkFailureAnalyzerTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(KafkaSdkAutoConfiguration.class));

    @Test
    void tellsWhatIsMissingAndWhatToSet() {
        application.run(context -> {
            FailureAnalysis analysis = analyze(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .startsWith("Invalid settings of the Kafka SDK:")
                    .contains("kafka-sdk.application = not set", "kafka-sdk.bootstrap-servers = not set")
                    .contains("spring.kafka.bootstrap-servers is not set either");
            assertThat(analysis.getAction())
                    .contains("set spring.application.name or kafka-sdk.application, for example to order-service")
                    .contains("set kafka-sdk.bootstrap-servers, for example to kafka-1:9092,kafka-2:9092")
                    .contains("kafka-sdk.enabled=false");
        });
    }

    @Test
    void namesThePropertyOfANameThatTheSdkRefuses() {
        application
                .withPropertyValues("spring.application.name=My Shop", "kafka-sdk.bootstrap-servers=localhost:1")
                .run(context -> {
                    FailureAnalysis analysis = analyze(context.getStartupFailure());
                    assertThat(analysis.getDescription()).contains("spring.application.name = 'My Shop': must be");
                    assertThat(analysis.getAction()).contains("set kafka-sdk.application to a short stable name");
                });
    }

    @Test
    void aProfileThatDoesNotExistIsToldWithThoseThatDo() {
        application
                .withPropertyValues(
                        "spring.application.name=shop", "kafka-sdk.bootstrap-servers=a:1", "kafka-sdk.profile=turbo")
                .run(context -> {
                    FailureAnalysis analysis = analyze(FailureAnalyzer.class, context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .contains("kafka-sdk.profile")
                            .contains("turbo");
                    assertThat(analysis.getAction()).contains("BALANCED", "THROUGHPUT", "LOW_LATENCY", "DURABLE_AUDIT");
                });
    }

    @Test
    void tellsAnyFailureOfTheSdkByItsDiagnosis() {
        KafkaSdkException failure = new KafkaSdkException(
                new Diagnosis(ErrorKind.UNSAFE_TOPIC, "Topic orders is refused", "it has one copy", "raise its RF"),
                null);
        FailureAnalysis analysis = analyze(new IllegalStateException("could not make a bean", failure));
        assertThat(analysis.getDescription()).isEqualTo("Topic orders is refused.\n\nCause: it has one copy");
        assertThat(analysis.getAction()).isEqualTo("raise its RF");
    }

    @Test
    void aRefusedTopicOfAnotherClusterIsToldByThePropertiesOfThatCluster() throws Exception {
        Constructor<UnsafeTopicException> maker = UnsafeTopicException.class.getDeclaredConstructor(List.class);
        UnsafeTopicException refusal = BeanUtils.instantiateClass(
                maker,
                List.of(new AcksVerdict(
                        "orders", AcksVerdict.Kind.NO_REDUNDANCY, 0, "it has one copy", "raise its RF")));
        FailureAnalysis named = analyze(RefusedTopics.of("eu", refusal));
        assertThat(named.getDescription())
                .contains("(kafka-sdk.clusters.eu.acks-policy)", "orders (NO_REDUNDANCY): it has one copy");
        assertThat(named.getAction()).endsWith("acks-policy=warn under kafka-sdk.clusters.eu.topics.");

        assertThat(RefusedTopics.of("default", refusal)).isSameAs(refusal);
        assertThat(analyze(refusal).getDescription()).contains("(kafka-sdk.acks-policy)");
    }

    @Test
    void speaksOfPropertiesWhereTheCoreSpeaksOfItsApi() {
        KafkaSdkException failure = new KafkaSdkException(
                new Diagnosis(
                        ErrorKind.MISCONFIGURED,
                        "No bootstrap address of cluster 'eu' answers as a Kafka listener with PLAINTEXT",
                        "a:1 is a TLS listener",
                        "use ClusterSettings.security(...) with Tls, or the port of a listener without TLS; check the"
                                + " port in bootstrapServers"),
                null);
        assertThat(analyze(failure).getAction())
                .isEqualTo("use kafka-sdk.clusters.eu.security.protocol=ssl, or the port of a listener without TLS;"
                        + " check the port in kafka-sdk.clusters.eu.bootstrap-servers");
    }
}
