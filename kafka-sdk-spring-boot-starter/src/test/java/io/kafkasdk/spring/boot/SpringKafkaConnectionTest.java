package io.kafkasdk.spring.boot;

import static io.kafkasdk.spring.boot.FailureTexts.analyze;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.spring.boot.connection.KafkaSdkConnectionDetails;
import io.kafkasdk.spring.boot.connection.SpringKafkaConnectionAutoConfiguration;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Where the brokers are, beside spring-boot-kafka, which always has an opinion. */
class SpringKafkaConnectionTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaSdkAutoConfiguration.class,
                    SpringKafkaConnectionAutoConfiguration.class,
                    KafkaAutoConfiguration.class,
                    SslAutoConfiguration.class))
            .withPropertyValues("spring.application.name=orders");
    private final ApplicationContextRunner withServiceConnection =
            application.withBean(KafkaConnectionDetails.class, () -> () -> List.of("localhost:1"));

    @Test
    void aServiceConnectionThatWasMadeForSpringKafkaWinsOverAllProperties() {
        withServiceConnection
                .withPropertyValues(
                        "kafka-sdk.bootstrap-servers=localhost:2", "spring.kafka.bootstrap-servers=localhost:3")
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(KafkaSdkConnectionDetails.class);
                    assertThat(context.getBean(KafkaSdkConnectionDetails.class).bootstrapServers())
                            .containsExactly("localhost:1");
                    assertThat(serversOf(context.getBean(KafkaSdk.class))).isEqualTo("localhost:1");
                });
    }

    @Test
    void anSdkConnectionWinsOverOneOfSpringKafka() {
        withServiceConnection
                .withBean(KafkaSdkConnectionDetails.class, () -> () -> List.of("localhost:4"))
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(KafkaSdkConnectionDetails.class);
                    assertThat(serversOf(context.getBean(KafkaSdk.class))).isEqualTo("localhost:4");
                });
    }

    @Test
    void whatBootMakesOfPropertiesIsNoServiceConnection() {
        application
                .withPropertyValues("kafka-sdk.bootstrap-servers=localhost:2")
                .run(context -> {
                    assertThat(context)
                            .hasNotFailed()
                            .hasSingleBean(KafkaConnectionDetails.class)
                            .doesNotHaveBean(KafkaSdkConnectionDetails.class);
                    assertThat(serversOf(context.getBean(KafkaSdk.class))).isEqualTo("localhost:2");
                });
        application
                .withPropertyValues("spring.kafka.bootstrap-servers=localhost:3")
                .run(context ->
                        assertThat(serversOf(context.getBean(KafkaSdk.class))).isEqualTo("localhost:3"));
    }

    @Test
    void theLocalhostOfSpringKafkaIsNotInvented() {
        application.run(
                context -> assertThat(analyze(context.getStartupFailure()).getDescription())
                        .contains("kafka-sdk.bootstrap-servers = not set"));
    }

    @Test
    void aServiceConnectionMakesTheMainClusterBesideOthers() {
        withServiceConnection
                .withPropertyValues("kafka-sdk.clusters.eu.bootstrap-servers=eu:1")
                .run(context -> {
                    assertThat(context.getBean(KafkaSdk.class).cluster()).isEqualTo("default");
                    assertThat(context.getBeanNamesForType(KafkaSdk.class)).hasSize(2);
                });
    }

    @Test
    void isNotThereWithoutSpringKafkaOrWhenSwitchedOff() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        KafkaSdkAutoConfiguration.class, SpringKafkaConnectionAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.kafka"))
                .withPropertyValues("spring.application.name=orders", "kafka-sdk.bootstrap-servers=localhost:2")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(KafkaSdkConnectionDetails.class));
        withServiceConnection
                .withPropertyValues("kafka-sdk.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(KafkaSdkConnectionDetails.class));
    }

    private static String serversOf(KafkaSdk sdk) {
        return sdk.producer(ProducerSettings.named("any", new StringSerializer(), new StringSerializer()))
                .explain()
                .property("bootstrap.servers")
                .orElseThrow()
                .value();
    }
}
