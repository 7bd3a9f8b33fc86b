package io.kafkasdk.spring.boot;

import static io.kafkasdk.spring.boot.FailureTexts.analyze;
import static io.kafkasdk.test.SecureListener.SASL_PLAINTEXT;
import static io.kafkasdk.test.SecureListener.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the text says when a real cluster is the reason that an application does not start. */
@KafkaClusterTest(brokers = 1, users = "alice=right-word")
class StartupFailureIT {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaSdkAutoConfiguration.class))
            .withPropertyValues("spring.application.name=orders", "kafka-sdk.fail-fast=true");

    @Test
    void noTlsAtATlsPortIsToldWithThePropertyToSet(KafkaCluster cluster) {
        application
                .withPropertyValues("kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers(TLS))
                .run(context -> {
                    FailureAnalysis text = printed(analyze(context.getStartupFailure()));
                    assertThat(text.getDescription()).contains("is a TLS listener, but this client speaks PLAINTEXT");
                    assertThat(text.getAction())
                            .contains("use kafka-sdk.security.protocol=ssl, or the port of a listener without TLS");
                });
    }

    @Test
    void aWrongPasswordIsToldWithThePropertyToCorrect(KafkaCluster cluster) {
        application
                .withPropertyValues(
                        "kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers(SASL_PLAINTEXT),
                        "kafka-sdk.security.protocol=sasl-plaintext",
                        "kafka-sdk.security.sasl.username=alice",
                        "kafka-sdk.security.sasl.password=wrong-word")
                .run(context -> {
                    FailureAnalysis text = printed(analyze(context.getStartupFailure()));
                    assertThat(text.getDescription()).contains("refuses the login of user 'alice'");
                    assertThat(text.getAction())
                            .contains("correct username or password in kafka-sdk.security.sasl")
                            .doesNotContain("wrong-word");
                });
    }

    @Test
    void everyTopicThatThePolicyRefusesIsListedWithItsCure(KafkaCluster cluster) {
        cluster.createTopic("orders", 1, 1);
        cluster.createTopic("payments", 1, 1);
        application
                .withPropertyValues(
                        "kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers(), "kafka-sdk.acks-policy=fail")
                .withUserConfiguration(Writer.class)
                .run(context -> {
                    FailureAnalysis text = printed(analyze(context.getStartupFailure()));
                    assertThat(text.getDescription())
                            .contains("kafka-sdk.acks-policy")
                            .contains("    orders (NO_REDUNDANCY): ", "    payments (NO_REDUNDANCY): ");
                    assertThat(text.getAction())
                            .contains("    orders: ", "    payments: ")
                            .contains("acks-policy=warn under kafka-sdk.topics");
                });
    }

    @Test
    void aTopicWithoutTheRightToReadItIsToldWithTheAcl(KafkaCluster cluster) {
        cluster.createTopic("secret", 1, 1);
        application
                .withPropertyValues(
                        "kafka-sdk.bootstrap-servers=" + cluster.bootstrapServers(SASL_PLAINTEXT),
                        "kafka-sdk.security.protocol=sasl-plaintext",
                        "kafka-sdk.security.sasl.username=alice",
                        "kafka-sdk.security.sasl.password=right-word")
                .withUserConfiguration(Curious.class)
                .run(context -> {
                    FailureAnalysis text = printed(analyze(context.getStartupFailure()));
                    assertThat(text.getDescription()).contains("User:alice", "secret");
                    assertThat(text.getAction()).contains("ask the cluster's owner for", "User:alice");
                });
    }

    private static FailureAnalysis printed(FailureAnalysis text) {
        System.out.println(text.getDescription() + "\n--\n" + text.getAction() + "\n");
        return text;
    }

    @Configuration(proxyBeanMethods = false)
    static class Writer {

        @Bean
        Sender sender(KafkaSdk sdk) {
            return new Sender(
                    sdk.producer(ProducerSettings.named("orders", new StringSerializer(), new StringSerializer())
                            .topics("orders", "payments")));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Curious {

        @Bean
        String cure(KafkaSdk sdk) {
            return sdk.cureFor("secret").text();
        }
    }

    record Sender(GuardedProducer<String, String> producer) {}
}
