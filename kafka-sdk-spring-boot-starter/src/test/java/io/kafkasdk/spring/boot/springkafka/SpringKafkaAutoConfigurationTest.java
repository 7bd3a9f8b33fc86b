package io.kafkasdk.spring.boot.springkafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

@ExtendWith(OutputCaptureExtension.class)
class SpringKafkaAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaSdkAutoConfiguration.class, SpringKafkaAutoConfiguration.class, KafkaAutoConfiguration.class))
            .withPropertyValues("spring.application.name=orders", "spring.kafka.bootstrap-servers=localhost:1");

    private static Map<String, Object> producerConfig(AssertableApplicationContext context) {
        return producers(context, "kafkaProducerFactory").getConfigurationProperties();
    }

    private static DefaultKafkaProducerFactory<?, ?> producers(AssertableApplicationContext context, String name) {
        return context.getBean(name, DefaultKafkaProducerFactory.class);
    }

    private static DefaultKafkaConsumerFactory<?, ?> consumers(AssertableApplicationContext context) {
        return context.getBean(DefaultKafkaConsumerFactory.class);
    }

    @Test
    void bootsFactoriesGetTheSafeDefaultsAndAreAdopted() {
        application.run(context -> {
            assertThat(producerConfig(context))
                    .containsEntry("acks", "all")
                    .doesNotContainKey("enable.idempotence")
                    .containsEntry("max.block.ms", "10000")
                    .containsEntry("compression.type", "lz4")
                    .containsEntry("linger.ms", "10");
            assertThat(new ProducerConfig(producerConfig(context)).getBoolean("enable.idempotence"))
                    .as("by default")
                    .isTrue();
            assertThat(producers(context, "kafkaProducerFactory").getPostProcessors())
                    .hasSize(1);
            assertThat(consumers(context).getPostProcessors()).hasSize(1);
        });
    }

    @Test
    void theirClientsAreThoseOfTheSdk() {
        application.run(context -> {
            producers(context, "kafkaProducerFactory").createProducer();
            KafkaSdk sdk = context.getBean(KafkaSdk.class);
            assertThat(sdk.adoptedProducers())
                    .singleElement()
                    .satisfies(producer -> assertThat(producer.clientId()).startsWith("orders-producer"));
            consumers(context).createConsumer("payments", "").close();
            assertThat(sdk.adoptedConsumers()).isEmpty();
        });
    }

    @Test
    void whatTheApplicationSetStays() {
        application
                .withPropertyValues(
                        "spring.kafka.producer.compression-type=zstd",
                        "spring.kafka.producer.properties[max.block.ms]=60000",
                        "spring.kafka.producer.properties[linger.ms]=0",
                        "spring.kafka.producer.properties[delivery.timeout.ms]=40000")
                .run(context -> assertThat(producerConfig(context))
                        .containsEntry("compression.type", "zstd")
                        .containsEntry("max.block.ms", "60000")
                        .containsEntry("linger.ms", "0")
                        .containsEntry("delivery.timeout.ms", "40000")
                        .containsEntry("acks", "all"));
    }

    @Test
    void nothingIsAddedThatContradictsADeliveryTimeout() {
        application
                .withPropertyValues(
                        "spring.kafka.producer.properties[delivery.timeout.ms]=2000",
                        "spring.kafka.producer.properties[request.timeout.ms]=1995")
                .run(context -> {
                    assertThat(producerConfig(context)).doesNotContainKey("linger.ms");
                    producers(context, "kafkaProducerFactory").createProducer();
                });
    }

    @Test
    void whatIsAddedFitsTheBufferOfTheApplication() {
        application
                .withPropertyValues("spring.kafka.producer.buffer-memory=1MB")
                .run(context -> assertThat(producerConfig(context)).doesNotContainKey("batch.size"));
        application
                .withPropertyValues("spring.kafka.producer.buffer-memory=32MB")
                .run(context -> assertThat(producerConfig(context)).containsKey("batch.size"));
    }

    @Test
    void templatesWithSettingsOfTheirOwnStartAndAreTakenForWhatTheyAre(CapturedOutput output) {
        application.withUserConfiguration(OwnTemplates.class).run(context -> {
            KafkaSdk sdk = context.getBean(KafkaSdk.class);
            for (String name : List.of("leaderOnly", "once", "hasty", "unregistered")) {
                KafkaTemplate<?, ?> template = name.equals("unregistered")
                        ? new KafkaTemplate<>(producers(context, "kafkaProducerFactory"), Map.of("acks", "1"))
                        : context.getBean(name, KafkaTemplate.class);
                ProducerFactory<?, ?> own = template.getProducerFactory();
                assertThat(own).isNotSameAs(producers(context, "kafkaProducerFactory"));
                own.createProducer();
                assertThat(own.getPostProcessors()).hasSize(1);
                own.reset();
            }
            context.getBean("leaderOnly", KafkaTemplate.class)
                    .getProducerFactory()
                    .createProducer();
            assertThat(sdk.adoptedProducers())
                    .singleElement()
                    .satisfies(producer -> assertThat(producer.durability()).isEqualTo(Durability.LEADER));
        });
        assertThat(output).contains("lose or duplicate records of the producer factory 'leaderOnly': acks");
    }

    @Test
    void unsafeAcksAreKeptWithOneWarningThatNamesTheProperty(CapturedOutput output) {
        application.withPropertyValues("spring.kafka.producer.acks=1").run(context -> {
            assertThat(producerConfig(context)).containsEntry("acks", "1").doesNotContainKey("enable.idempotence");
            producers(context, "kafkaProducerFactory").createProducer();
        });
        assertThat(output.getOut().lines().filter(line -> line.contains("WARN")))
                .singleElement()
                .asString()
                .contains("spring.kafka.producer.acks=1: acknowledged records get lost when a leader dies")
                .contains("remove it, or set it to all");
    }

    @Test
    void theCureNamesThePolicyOfTheClusterThatAdopts() {
        application
                .withPropertyValues(
                        "kafka-sdk.bootstrap-servers=127.0.0.1:2",
                        "kafka-sdk.clusters.audit.bootstrap-servers=127.0.0.1:3",
                        "kafka-sdk.clusters.audit.acks-policy=fail",
                        "spring.kafka.bootstrap-servers=127.0.0.1:3",
                        "spring.kafka.producer.acks=0")
                .run(context -> assertThat(analyze(context.getStartupFailure()).getAction())
                        .contains("kafka-sdk.clusters.audit.acks-policy=warn"));
    }

    @Test
    void unsafeSettingsAreRefusedAllAtOnceWhereThePolicyIsToFail() {
        application
                .withPropertyValues(
                        "kafka-sdk.acks-policy=fail",
                        "spring.kafka.producer.acks=0",
                        "spring.kafka.producer.retries=0",
                        "spring.kafka.producer.properties[enable.idempotence]=false")
                .run(context -> {
                    FailureAnalysis analysis = analyze(context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .contains("Invalid settings of the producer factory 'kafkaProducerFactory'")
                            .contains("spring.kafka.producer.acks = 0: records get lost and nobody is told")
                            .contains(
                                    "spring.kafka.producer.properties[enable.idempotence] = false: a retry may duplicate")
                            .contains("spring.kafka.producer.retries = 0: every hiccup");
                    assertThat(analysis.getAction())
                            .contains("remove it, or set it to all")
                            .contains("kafka-sdk.acks-policy=warn")
                            .contains("kafka-sdk.spring-kafka.enabled=false");
                });
    }

    private static FailureAnalysis analyze(Throwable failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, problem) -> {})
                .stream()
                .filter(analyzer -> analyzer.getClass().getName().startsWith("io.kafkasdk"))
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void idempotenceIsNotAskedForAgainstOtherSettingsSoThatTheClientStarts() {
        application.withPropertyValues("spring.kafka.producer.retries=0").run(context -> {
            assertThat(producerConfig(context)).doesNotContainKey("enable.idempotence");
            producers(context, "kafkaProducerFactory").createProducer();
        });
    }

    @Test
    void switchedOffItLeavesAllAlone() {
        application
                .withPropertyValues("kafka-sdk.spring-kafka.enabled=false")
                .run(context -> isLeftAlone(context, "kafkaProducerFactory"));
        application
                .withPropertyValues("kafka-sdk.enabled=false")
                .run(context -> isLeftAlone(context, "kafkaProducerFactory"));
    }

    private static void isLeftAlone(AssertableApplicationContext context, String factory) {
        DefaultKafkaProducerFactory<?, ?> producers = context.getBean(factory, DefaultKafkaProducerFactory.class);
        assertThat(producers.getPostProcessors()).isEmpty();
        assertThat(producers.getConfigurationProperties()).doesNotContainKeys("acks", "enable.idempotence");
    }

    @Test
    void isNotThereWithoutSpringKafka() {
        application
                .withClassLoader(new FilteredClassLoader(KafkaTemplate.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(FactoryAdoption.class));
    }

    @Test
    void factoriesOfTheApplicationAreAdoptedByTheSdkOfTheirBrokers(CapturedOutput output) {
        application.withUserConfiguration(OwnFactories.class).run(context -> {
            assertThat(producers(context, "same").getConfigurationProperties()).containsEntry("acks", "all");
            producers(context, "audit").createProducer();
            assertThat(context.getBean("auditSdk", KafkaSdk.class).adoptedProducers())
                    .hasSize(1);
            assertThat(context.getBean("kafkaSdk", KafkaSdk.class).adoptedProducers())
                    .isEmpty();
            isLeftAlone(context, "stranger");
        });
        assertThat(output).contains("leaves 'stranger' of spring-kafka alone: no KafkaSdk has its brokers [other:1]");
    }

    @Test
    void anSdkWhoseListenerSendsWithATemplateStartsToo() {
        application.withUserConfiguration(SendingListener.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(producerConfig(context)).containsEntry("acks", "all");
        });
    }

    @Test
    void headersThatChooseAnyClassAreWarnedOf(CapturedOutput output) {
        application
                .withPropertyValues(
                        "spring.kafka.consumer.value-deserializer="
                                + "org.springframework.kafka.support.serializer.JacksonJsonDeserializer",
                        "spring.kafka.consumer.properties[spring.json.trusted.packages]=*")
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output)
                .contains("a header of each record chooses the class")
                .contains("cure: name your packages there");
    }

    private static Map<String, Object> config(String brokers) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", brokers);
        config.put("key.serializer", StringSerializer.class);
        config.put("value.serializer", StringSerializer.class);
        config.put("key.deserializer", StringDeserializer.class);
        config.put("value.deserializer", StringDeserializer.class);
        return config;
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnFactories {

        @Bean
        KafkaSdk kafkaSdk() {
            return sdk("main", "localhost:1");
        }

        @Bean(defaultCandidate = false)
        @Qualifier("audit")
        KafkaSdk auditSdk() {
            return sdk("audit", "localhost:2");
        }

        private static KafkaSdk sdk(String cluster, String brokers) {
            return KafkaSdk.builder()
                    .application("orders")
                    .cluster(ClusterSettings.of(brokers).name(cluster))
                    .build();
        }

        @Bean
        @Primary
        DefaultKafkaProducerFactory<Object, Object> same() {
            return new DefaultKafkaProducerFactory<>(config("localhost:1"));
        }

        @Bean
        DefaultKafkaProducerFactory<Object, Object> audit() {
            return new DefaultKafkaProducerFactory<>(config("LOCALHOST:2, localhost:3"));
        }

        @Bean
        DefaultKafkaProducerFactory<Object, Object> stranger() {
            return new DefaultKafkaProducerFactory<>(config("other:1"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnTemplates {

        @Bean
        KafkaTemplate<Object, Object> leaderOnly(ProducerFactory<Object, Object> factory) {
            return new KafkaTemplate<>(factory, Map.of("acks", "1"));
        }

        @Bean
        KafkaTemplate<Object, Object> once(ProducerFactory<Object, Object> factory) {
            return new KafkaTemplate<>(factory, Map.of("retries", 0));
        }

        @Bean
        KafkaTemplate<Object, Object> hasty(ProducerFactory<Object, Object> factory) {
            return new KafkaTemplate<>(factory, Map.of("delivery.timeout.ms", "2000", "request.timeout.ms", "1995"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class SendingListener {

        @Bean
        SendListener alarms(KafkaTemplate<?, ?> template) {
            return new SendListener() {};
        }
    }
}
