package io.kafkasdk.spring.boot;

import static io.kafkasdk.spring.boot.FailureTexts.analyze;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.KafkaSdkBuilder;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.spring.boot.connection.KafkaSdkConnectionDetails;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Several clusters in one application. */
class NamedClustersTest {

    private static final ProducerSettings<String, String> AUDIT =
            ProducerSettings.named("audit", new StringSerializer(), new StringSerializer());

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaSdkAutoConfiguration.class))
            .withPropertyValues("spring.application.name=orders");
    private final ApplicationContextRunner twoNamed = application.withPropertyValues(
            "kafka-sdk.clusters.eu.bootstrap-servers=eu:1", "kafka-sdk.clusters.us.bootstrap-servers=us:1");
    private final ApplicationContextRunner mainAndTwo =
            twoNamed.withPropertyValues("kafka-sdk.bootstrap-servers=main:1");

    @Test
    void eachClusterIsABeanThatIsInjectedByItsNameAndTheMainOneWithout() {
        mainAndTwo.withUserConfiguration(Users.class).run(context -> {
            assertThat(context.getBeanNamesForType(KafkaSdk.class))
                    .containsExactlyInAnyOrder("kafkaSdk", "euKafkaSdk", "usKafkaSdk");
            assertThat(context.getBean("plain", Named.class).cluster()).isEqualTo("default");
            assertThat(context.getBean("named", Named.class).cluster()).isEqualTo("us");
            assertThat(context.getBean("main", Named.class).cluster()).isEqualTo("default");
            assertThat(context.getBean(KafkaSdk.class).cluster()).isEqualTo("default");
            assertThat(context.getBean(KafkaSdks.class).all()).containsOnlyKeys("default", "eu", "us");
        });
    }

    @Test
    void oneNamedClusterWithoutAMainOneIsInjectedWithoutAName() {
        application
                .withPropertyValues("kafka-sdk.clusters.eu.bootstrap-servers=eu:1")
                .run(context -> {
                    assertThat(context).hasSingleBean(KafkaSdk.class);
                    assertThat(context.getBean(KafkaSdk.class).cluster()).isEqualTo("eu");
                    assertThat(context.getBean(KafkaSdks.class)
                                    .of("any.property", null)
                                    .cluster())
                            .isEqualTo("eu");
                });
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void ofSeveralServiceConnectionsTheFirstInOrderIsTheMainCluster(CapturedOutput output) {
        twoNamed.withBean("one", KafkaSdkConnectionDetails.class, () -> () -> List.of("localhost:1"))
                .withBean("two", KafkaSdkConnectionDetails.class, () -> () -> List.of("localhost:2"))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(serversOf(context.getBean(KafkaSdk.class))).isEqualTo("localhost:1");
                    assertThat(output)
                            .containsOnlyOnce(
                                    "the main cluster is at [localhost:1], and these are not used: [[localhost:2]]");
                });
        twoNamed.withBean("one", KafkaSdkConnectionDetails.class, () -> () -> List.of("localhost:1"))
                .withBean(
                        "two",
                        KafkaSdkConnectionDetails.class,
                        () -> () -> List.of("localhost:2"),
                        two -> two.setPrimary(true))
                .run(context ->
                        assertThat(serversOf(context.getBean(KafkaSdk.class))).isEqualTo("localhost:2"));
    }

    @Test
    void severalNamedClustersWithoutAMainOneNeedAName() {
        twoNamed.run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean("kafkaSdk");
            assertThatExceptionOfType(NoUniqueBeanDefinitionException.class)
                    .isThrownBy(() -> context.getBean(KafkaSdk.class))
                    .withMessageContaining("euKafkaSdk,usKafkaSdk");
            KafkaSdks sdks = context.getBean(KafkaSdks.class);
            assertThatExceptionOfType(InvalidSettingsException.class)
                    .isThrownBy(() -> sdks.of("kafka-sdk.producers.audit.cluster", null))
                    .withMessageContaining("kafka-sdk.producers.audit.cluster = not set: there is no main cluster")
                    .withMessageContaining("[eu, us]");
        });
        twoNamed.withBean(OfAny.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(NoUniqueBeanDefinitionException.class));
    }

    @Test
    void theServersOfSpringKafkaAreThoseOfTheMainCluster() {
        twoNamed.withPropertyValues("spring.kafka.bootstrap-servers=main:1")
                .run(context ->
                        assertThat(context.getBean(KafkaSdk.class).cluster()).isEqualTo("default"));
    }

    @Test
    void anSdkOfTheApplicationTakesThePlaceOfTheMainOneOnly() {
        KafkaSdk own = KafkaSdk.builder()
                .application("own")
                .cluster(ClusterSettings.of("localhost:1"))
                .build();
        mainAndTwo.withBean("own", KafkaSdk.class, () -> own).run(context -> {
            assertThat(context.getBeanNamesForType(KafkaSdk.class))
                    .containsExactlyInAnyOrder("own", "euKafkaSdk", "usKafkaSdk");
            assertThat(context.getBean(KafkaSdk.class)).isSameAs(own);
        });
    }

    @Test
    void aBeanOfTheSameNameTakesThePlaceOfANamedOne() {
        KafkaSdk own = KafkaSdk.builder()
                .application("own")
                .cluster(ClusterSettings.of("localhost:1").name("eu"))
                .build();
        application
                .withPropertyValues("kafka-sdk.clusters.eu.bootstrap-servers=eu:1")
                .withBean("euKafkaSdk", KafkaSdk.class, () -> own)
                .run(context -> assertThat(context.getBean(KafkaSdk.class)).isSameAs(own));
    }

    @Test
    void isNotThereWhenSwitchedOff() {
        mainAndTwo
                .withPropertyValues("kafka-sdk.enabled=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(KafkaSdk.class)
                        .doesNotHaveBean(SdkAssembly.class));
    }

    @Test
    void whatIsWrongWithAnyClusterIsToldAtOnceInTheNamesOfItsProperties() {
        mainAndTwo
                .withPropertyValues(
                        "kafka-sdk.properties.retries=1",
                        "kafka-sdk.clusters.eu.properties.sasl.jaas.config=very-secret",
                        "kafka-sdk.clusters.eu.security.protocol=sasl-ssl",
                        "kafka-sdk.clusters.us.bootstrap-servers=PLAINTEXT://us",
                        "kafka-sdk.clusters.asia.profile=throughput",
                        "kafka-sdk.clusters.default.bootstrap-servers=a:1")
                .run(context -> {
                    FailureAnalysis analysis = analyze(context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .contains("kafka-sdk.properties.retries = '1': is owned by the SDK")
                            .contains("kafka-sdk.clusters.eu.properties.sasl.jaas.config = [hidden]: is owned")
                            .contains("kafka-sdk.clusters.eu.security.sasl.username = not set")
                            .contains("kafka-sdk.clusters.us.bootstrap-servers = 'PLAINTEXT://us': must be host:port")
                            .contains("kafka-sdk.clusters.asia.bootstrap-servers = not set: no broker is known")
                            .contains("kafka-sdk.clusters.default = a cluster: is the name of the main cluster")
                            .doesNotContain("very-secret");
                    assertThat(analysis.getAction())
                            .contains("use kafka-sdk.clusters.eu.security")
                            .doesNotContain("ClusterSettings");
                });
    }

    @Test
    void anSdkOfTheApplicationNeedsNoProperties() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KafkaSdkAutoConfiguration.class))
                .withBean(
                        KafkaSdk.class,
                        () -> KafkaSdk.builder()
                                .application("own")
                                .cluster(ClusterSettings.of("localhost:1"))
                                .build())
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(KafkaSdk.class));
    }

    @Test
    void customizersAreToldWhichClusterItIs() {
        Map<String, String> told = new TreeMap<>();
        mainAndTwo.withBean(KafkaSdkCustomizer.class, () -> new ByCluster(told)).run(context -> {
            assertThat(told)
                    .containsExactly(
                            entry("default", "customized"), entry("eu", "customized"), entry("us", "customized"));
            assertThat(context.getBean("usKafkaSdk", KafkaSdk.class).application())
                    .isEqualTo("orders-us");
        });
    }

    @Test
    void twoClustersInOneRegistryKeepTheirSeriesApart() {
        application
                .withConfiguration(AutoConfigurations.of(KafkaSdkMetricsAutoConfiguration.class))
                .withPropertyValues(
                        "kafka-sdk.bootstrap-servers=localhost:1",
                        "kafka-sdk.clusters.eu.bootstrap-servers=localhost:2")
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    KafkaSdk eu = context.getBean("euKafkaSdk", KafkaSdk.class);
                    context.getBean(KafkaSdk.class).producer(AUDIT);
                    eu.producer(AUDIT);
                    MeterRegistry registry = context.getBean(MeterRegistry.class);
                    List<String> ofMain = seriesOf(registry, "default");
                    assertThat(ofMain).isNotEmpty().isEqualTo(seriesOf(registry, "eu"));
                    eu.close();
                    assertThat(seriesOf(registry, "eu")).isEmpty();
                    assertThat(seriesOf(registry, "default"))
                            .as("closing one removes its own series only")
                            .isEqualTo(ofMain);
                });
    }

    @Test
    void everySdkIsClosedWithTheContext() {
        Map<String, KafkaSdk> used = new TreeMap<>();
        mainAndTwo.run(context -> used.putAll(context.getBean(KafkaSdks.class).all()));
        assertThat(used)
                .hasSize(3)
                .allSatisfy((alias, sdk) -> assertThatExceptionOfType(RuntimeException.class)
                        .isThrownBy(() -> sdk.producer(AUDIT))
                        .withMessageContaining("closed"));
    }

    private static List<String> seriesOf(MeterRegistry registry, String cluster) {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> cluster.equals(id.getTag("cluster")))
                .map(id -> id.getName() + id.getTag("client.id") + id.getTag("topic"))
                .sorted()
                .toList();
    }

    @Configuration(proxyBeanMethods = false)
    static class Users {

        @Bean
        Named plain(KafkaSdk sdk) {
            return new Named(sdk.cluster());
        }

        @Bean
        Named named(@Qualifier("us") KafkaSdk sdk) {
            return new Named(sdk.cluster());
        }

        @Bean
        Named main(@Qualifier("default") KafkaSdk sdk) {
            return new Named(sdk.cluster());
        }
    }

    record Named(String cluster) {}

    record OfAny(KafkaSdk anySdk) {}

    private record ByCluster(Map<String, String> told) implements KafkaSdkCustomizer {

        @Override
        public void customize(KafkaSdkBuilder builder) {
            throw new AssertionError("is called by the other one only");
        }

        @Override
        public void customize(String cluster, KafkaSdkBuilder builder) {
            told.put(cluster, "customized");
            builder.application("orders-" + cluster);
        }
    }

    private static String serversOf(KafkaSdk sdk) {
        return sdk.producer(ProducerSettings.named("any", new StringSerializer(), new StringSerializer()))
                .explain()
                .property("bootstrap.servers")
                .orElseThrow()
                .value();
    }
}
