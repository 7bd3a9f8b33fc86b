package io.kafkasdk.spring.boot;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.acks.VerdictListener;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.spring.boot.connection.KafkaSdkConnectionDetails;
import io.kafkasdk.spring.boot.connection.SpringKafkaConnectionAutoConfiguration;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the Kafka SDK: a {@link KafkaSdk} bean for the main cluster of {@link KafkaSdkProperties}, unless
 * the application has its own, and one for each further cluster, by name; with the observation registry and the listeners
 * that are beans.
 */
@AutoConfiguration(after = SpringKafkaConnectionAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "kafka-sdk.enabled", matchIfMissing = true)
@EnableConfigurationProperties(KafkaSdkProperties.class)
@Import(NamedClusterRegistrar.class)
@ImportRuntimeHints(KafkaSdkRuntimeHints.class)
public final class KafkaSdkAutoConfiguration {

    /** The bean whose method the definitions of the other clusters name. */
    static final String ASSEMBLY = "kafkaSdkAssembly";

    KafkaSdkAutoConfiguration() {}

    @Bean
    @Qualifier(PropertiesMapping.MAIN)
    @ConditionalOnMissingBean(KafkaSdk.class)
    @Conditional(OnMainCluster.class)
    KafkaSdkFactory kafkaSdk(SdkAssembly assembly) {
        return assembly.make(PropertiesMapping.MAIN);
    }

    @Bean(ASSEMBLY)
    SdkAssembly kafkaSdkAssembly(
            KafkaSdkProperties properties,
            Environment environment,
            ObjectProvider<KafkaSdkConnectionDetails> connections,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<KafkaSdkCustomizer> customizers) {
        BundleTls tls = new BundleTls(bundles.getIfAvailable());
        PropertiesMapping mapping =
                new PropertiesMapping(properties, environment, MainConnection.among(connections), tls);
        return new SdkAssembly(properties, mapping, customizers);
    }

    @Bean
    @ConditionalOnBooleanProperty(name = "kafka-sdk.fail-fast")
    ConnectionCheck kafkaSdkConnectionCheck(KafkaSdks sdks) {
        return new ConnectionCheck(sdks);
    }

    @Bean
    KafkaSdks kafkaSdks(ListableBeanFactory beans) {
        return new KafkaSdks(beans);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    KafkaSdkCustomizer kafkaSdkObservationsCustomizer(ObjectProvider<ObservationRegistry> registry) {
        return builder -> registry.ifAvailable(builder::observationRegistry);
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    KafkaSdkCustomizer kafkaSdkListenersCustomizer(
            ObjectProvider<SendListener> sends,
            ObjectProvider<ConsumerListener> consumers,
            ObjectProvider<VerdictListener> verdicts) {
        return builder -> {
            sends.orderedStream().forEach(builder::sendListener);
            consumers.orderedStream().forEach(builder::consumerListener);
            verdicts.orderedStream().forEach(builder::verdictListener);
        };
    }
}
