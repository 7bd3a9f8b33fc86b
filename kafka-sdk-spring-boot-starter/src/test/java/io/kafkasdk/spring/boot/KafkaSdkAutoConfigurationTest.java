package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.metrics.MetricsOptions;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

class KafkaSdkAutoConfigurationTest {

    private static final ProducerSettings<String, String> AUDIT = ProducerSettings.named(
                    "audit", new StringSerializer(), new StringSerializer())
            .maxBlock(Duration.ofMillis(1));

    private final ApplicationContextRunner bare = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(KafkaSdkAutoConfiguration.class, KafkaSdkMetricsAutoConfiguration.class));
    private final ApplicationContextRunner application =
            bare.withPropertyValues("spring.application.name=orders", "kafka-sdk.bootstrap-servers=localhost:1");

    @Test
    void makesOneSdkNamedAfterTheApplication() {
        application.run(context -> {
            assertThat(context).hasSingleBean(KafkaSdk.class);
            assertThat(context.getBean(KafkaSdk.class).application()).isEqualTo("orders");
        });
    }

    @Test
    void backsOffWhereTheApplicationHasItsOwn() {
        KafkaSdk own = KafkaSdk.builder()
                .application("own")
                .cluster(ClusterSettings.of("localhost:1"))
                .build();
        bare.withBean("own", KafkaSdk.class, () -> own).run(context -> {
            assertThat(context).hasSingleBean(KafkaSdk.class);
            assertThat(context.getBean(KafkaSdk.class)).isSameAs(own);
        });
    }

    @Test
    void makesNothingWhenSwitchedOff() {
        bare.withPropertyValues("kafka-sdk.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(KafkaSdk.class));
    }

    @Test
    void takesTheServersOfSpringKafkaWithoutSpringKafka() {
        bare.withPropertyValues("spring.application.name=orders", "spring.kafka.bootstrap-servers=localhost:1")
                .run(context -> assertThat(context).hasSingleBean(KafkaSdk.class));
    }

    @Test
    void appliesCustomizersOverThePropertiesAndInTheirOrder() {
        application
                .withUserConfiguration(Customizers.class)
                .run(context -> assertThat(context.getBean(KafkaSdk.class).application())
                        .isEqualTo("second"));
    }

    @Test
    void countsInTheMeterRegistryOfBoot() {
        application
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class))
                .run(context -> {
                    context.getBean(KafkaSdk.class).producer(AUDIT);
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    assertThat(registry.find("kafka.sdk.info")
                                    .tag("client.id", "orders.audit")
                                    .gauge())
                            .isNotNull();
                });
    }

    @Test
    void metersWhatTheOptionsBeanAsksFor() {
        MetricsOptions options = MetricsOptions.DEFAULT.clientMetrics(MetricsOptions.ClientMetrics.ALLOW_LIST);
        application
                .withUserConfiguration(Metered.class)
                .withBean(MetricsOptions.class, () -> options)
                .run(context -> {
                    context.getBean(KafkaSdk.class).producer(AUDIT);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .find("kafka.sdk.client.connections")
                                    .gauge())
                            .isNotNull();
                });
    }

    @Test
    void worksWithoutAMeterRegistry() {
        application
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.micrometer"))
                .run(context -> {
                    assertThat(context).doesNotHaveBean(MeterRegistry.class);
                    assertThat(context.getBean(KafkaSdk.class).producer(AUDIT).clientId())
                            .isEqualTo("orders.audit");
                });
    }

    @Test
    void observesInTheRegistryThatIsABean() {
        List<String> observed = new CopyOnWriteArrayList<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                observed.add(context.getContextualName() + " " + (context.getError() != null));
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        application.withBean(ObservationRegistry.class, () -> registry).run(context -> {
            GuardedProducer<String, String> audit =
                    context.getBean(KafkaSdk.class).producer(AUDIT);
            assertThat(audit.send("audit", "1", "no broker is there")).failsWithin(Duration.ofSeconds(5));
            assertThat(observed).containsExactly("send audit true");
        });
    }

    @Test
    void worksWithoutAnObservationRegistry() {
        application.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(ObservationRegistry.class);
            assertThat(context.getBean(KafkaSdk.class).producer(AUDIT).clientId())
                    .isEqualTo("orders.audit");
        });
    }

    @Test
    void tellsListenerBeansOfSends() {
        List<String> failed = new CopyOnWriteArrayList<>();
        application.withBean(SendListener.class, () -> new FailureList(failed)).run(context -> {
            GuardedProducer<String, String> audit =
                    context.getBean(KafkaSdk.class).producer(AUDIT);
            assertThat(audit.send("audit", "1", "no broker is there")).failsWithin(Duration.ofSeconds(5));
            assertThat(failed).containsExactly("orders.audit to audit");
        });
    }

    @Test
    void closesTheSdkAfterItsUsersAndBeforeTheRegistry() {
        List<String> order = new ArrayList<>();
        List<KafkaSdk> used = new ArrayList<>();
        application
                .withUserConfiguration(Metered.class)
                .withBean(LastWords.class)
                .run(context -> {
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    registry.config()
                            .onMeterRemoved(
                                    meter -> order.add(registry.isClosed() ? "registry closed first" : "sdk closed"));
                    used.add(context.getBean(KafkaSdk.class));
                    context.getBean(LastWords.class).order = order;
                });
        assertThat(order).startsWith("last words", "sdk closed").doesNotContain("registry closed first");
        assertThatThrownBy(() -> used.get(0).producer(AUDIT)).hasMessageContaining("closed");
    }

    @Configuration(proxyBeanMethods = false)
    static class Customizers {

        @Bean
        @Order(2)
        KafkaSdkCustomizer second() {
            return builder -> builder.application("second");
        }

        @Bean
        @Order(1)
        KafkaSdkCustomizer first() {
            return builder -> builder.application("first");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Metered {

        @Bean
        MeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }

    /** Uses the SDK while it is destroyed itself. */
    static final class LastWords implements DisposableBean {

        private final KafkaSdk sdk;
        private List<String> order = new ArrayList<>();

        LastWords(KafkaSdk sdk) {
            this.sdk = sdk;
        }

        @Override
        public void destroy() {
            sdk.producer(AUDIT);
            order.add("last words");
        }
    }

    private record FailureList(List<String> failed) implements SendListener {

        @Override
        public void failed(
                String clientId, String topic, SendFailedException failure, boolean wasAccepted, long tookNanos) {
            failed.add(clientId + " to " + topic);
        }
    }
}
