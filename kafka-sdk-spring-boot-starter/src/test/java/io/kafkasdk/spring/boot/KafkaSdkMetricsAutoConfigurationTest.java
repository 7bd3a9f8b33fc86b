package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.metrics.MetricsOptions;
import io.kafkasdk.metrics.MetricsOptions.ClientMetrics;
import io.kafkasdk.metrics.MetricsOptions.Granularity;
import io.kafkasdk.settings.ProducerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

class KafkaSdkMetricsAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(KafkaSdkAutoConfiguration.class, KafkaSdkMetricsAutoConfiguration.class))
            .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
            .withPropertyValues("spring.application.name=shop", "kafka-sdk.bootstrap-servers=localhost:1");

    @Test
    void metersTheDefaults() {
        application.run(context -> {
            assertThat(context.getBean(MetricsOptions.class)).isEqualTo(MetricsOptions.DEFAULT);
            assertThat(metersOf(context)).isPositive();
        });
    }

    @Test
    void metersWhatThePropertiesAskFor() {
        application
                .withPropertyValues(
                        "kafka-sdk.metrics.granularity=top-partitions",
                        "kafka-sdk.metrics.histograms=true",
                        "kafka-sdk.metrics.client-metrics=allow-list",
                        "kafka-sdk.metrics.kafka-exporter-names=true")
                .run(context -> {
                    assertThat(context.getBean(MetricsOptions.class))
                            .isEqualTo(new MetricsOptions(
                                    Granularity.TOP_PARTITIONS, true, ClientMetrics.ALLOW_LIST, true));
                    metersOf(context);
                    assertThat(context.getBean(MeterRegistry.class)
                                    .find("kafka.sdk.client.connections")
                                    .gauge())
                            .isNotNull();
                });
    }

    @Test
    void backsOffForTheApplicationsOwnOptions() {
        MetricsOptions own = MetricsOptions.DEFAULT.histograms();
        application
                .withBean(MetricsOptions.class, () -> own)
                .withPropertyValues("kafka-sdk.metrics.granularity=partitions")
                .run(context ->
                        assertThat(context.getBean(MetricsOptions.class)).isSameAs(own));
    }

    @Test
    void metersNothingWhenSwitchedOff() {
        application.withPropertyValues("kafka-sdk.metrics.enabled=false").run(context -> {
            assertThat(context).hasSingleBean(KafkaSdk.class).doesNotHaveBean(MetricsOptions.class);
            assertThat(metersOf(context)).isZero();
        });
        application
                .withPropertyValues("kafka-sdk.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MetricsOptions.class));
    }

    @Test
    void aValueThatDoesNotExistFailsWithItsProperty() {
        application
                .withPropertyValues("kafka-sdk.metrics.granularity=keys")
                .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining("kafka-sdk.metrics"));
    }

    private static long metersOf(ApplicationContext context) {
        context.getBean(KafkaSdk.class)
                .producer(ProducerSettings.named("audit", new StringSerializer(), new StringSerializer()));
        return context.getBean(MeterRegistry.class).getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("kafka."))
                .count();
    }
}
