package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.spring.boot.connection.KafkaSdkConnectionDetails;
import io.kafkasdk.spring.boot.connection.SpringKafkaConnectionAutoConfiguration;
import java.time.Duration;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** {@code @ServiceConnection} with a real container. */
class ServiceConnectionIT {

    private static final KafkaContainer KAFKA =
            new KafkaContainer(DockerImageName.parse(System.getProperty("kafka.sdk.test.image", "apache/kafka:4.4.0")));

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    ServiceConnectionAutoConfiguration.class,
                    KafkaSdkAutoConfiguration.class,
                    SpringKafkaConnectionAutoConfiguration.class))
            .withUserConfiguration(Containers.class)
            .withPropertyValues(
                    "spring.application.name=orders",
                    "kafka-sdk.bootstrap-servers=production:9093",
                    "kafka-sdk.security.protocol=sasl-ssl",
                    "kafka-sdk.security.sasl.username=orders",
                    "kafka-sdk.security.sasl.password=very-secret",
                    "kafka-sdk.fail-fast=true");

    @BeforeAll
    static void startWhereThereIsAnEngine() {
        String reason = noEngine();
        assumeTrue(
                reason.isEmpty(),
                () -> "needs a Docker engine that Testcontainers can use (" + reason
                        + "); where no image registry is reached, set TESTCONTAINERS_RYUK_DISABLED=true");
        KAFKA.start();
    }

    @AfterAll
    static void stop() {
        KAFKA.stop();
    }

    @Test
    void theContainerIsTheMainClusterWhateverThePropertiesOfProductionSay() {
        application
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.kafka", "org.springframework.kafka"))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(KafkaSdkConnectionDetails.class);
                    assertWrites(context);
                });
    }

    @Test
    void besideSpringKafkaEachGetsDetailsOfItsOwn() {
        application
                .withConfiguration(AutoConfigurations.of(KafkaAutoConfiguration.class))
                .run(context -> {
                    assertThat(context)
                            .hasNotFailed()
                            .hasSingleBean(KafkaSdkConnectionDetails.class)
                            .hasSingleBean(KafkaConnectionDetails.class);
                    assertThat(context.getBean(KafkaConnectionDetails.class).getBootstrapServers())
                            .isEqualTo(context.getBean(KafkaSdkConnectionDetails.class)
                                    .bootstrapServers());
                    assertWrites(context);
                });
    }

    private static void assertWrites(AssertableApplicationContext context) {
        GuardedProducer<String, String> producer = context.getBean(KafkaSdk.class)
                .producer(ProducerSettings.named("greetings", new StringSerializer(), new StringSerializer()));
        assertThat(producer.explain()
                        .property("bootstrap.servers")
                        .orElseThrow()
                        .value())
                .isEqualTo(KAFKA.getBootstrapServers());
        assertThat(producer.send("greetings", "key", "hello")).succeedsWithin(Duration.ofSeconds(30));
    }

    private static String noEngine() {
        try {
            return DockerClientFactory.instance().isDockerAvailable() ? "" : "none answers";
        } catch (RuntimeException unusable) {
            return String.valueOf(unusable.getMessage());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Containers {

        /** Started before and shared, so that the context does not stop it. */
        @Bean(destroyMethod = "")
        @ServiceConnection
        KafkaContainer kafka() {
            return KAFKA;
        }
    }
}
