package io.kafkasdk.spring.boot.springkafka;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.KafkaSdkProperties;
import io.kafkasdk.spring.boot.KafkaSdks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.RoutingKafkaTemplate;

/**
 * Gives the factories of spring-kafka what the SDK has for them, when they are complete: whatever the application, Boot and
 * their customizers said is said by then. A factory of a cluster that no {@link KafkaSdk} has is left alone.
 */
final class FactoryAdoption implements BeanPostProcessor, SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(FactoryAdoption.class);

    private final ObjectProvider<KafkaSdks> sdks;
    private final ObjectProvider<KafkaSdkProperties> properties;
    private final Environment environment;
    /** Factories without an SDK so far: it may be waiting for them itself, for a listener that sends with a KafkaTemplate. */
    private final Map<String, Object> postponed = new LinkedHashMap<>();

    private boolean areAllThere;

    FactoryAdoption(
            ObjectProvider<KafkaSdks> sdks, ObjectProvider<KafkaSdkProperties> properties, Environment environment) {
        this.sdks = sdks;
        this.properties = properties;
        this.environment = environment;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof DefaultKafkaProducerFactory<?, ?> producers) {
            adopt(beanName, bean, producers.getConfigurationProperties());
        } else if (bean instanceof DefaultKafkaConsumerFactory<?, ?> consumers) {
            adopt(beanName, bean, consumers.getConfigurationProperties());
        } else if (bean instanceof KafkaTemplate<?, ?> template && !(bean instanceof RoutingKafkaTemplate)) {
            adoptCopy(beanName, template.getProducerFactory());
        }
        return bean;
    }

    /** A template with settings of its own has a factory of its own, that is no bean: a copy with those. */
    private <K, V> void adoptCopy(String template, @Nullable ProducerFactory<K, V> used) {
        if (!(used instanceof DefaultKafkaProducerFactory<K, V> factory)) {
            return;
        }
        List<GuardedProducers<K, V>> inherited = new ArrayList<>();
        factory.getPostProcessors().forEach(processor -> {
            if (processor instanceof GuardedProducers<K, V> guarded && guarded.factory() != factory) {
                inherited.add(guarded);
            }
        });
        if (!inherited.isEmpty()) {
            inherited.forEach(guarded -> guarded.leave(factory));
            adopt(template, factory, factory.getConfigurationProperties());
        }
    }

    private void adopt(String name, Object factory, Map<String, Object> config) {
        BrokerAddresses addresses = BrokerAddresses.of(config);
        KafkaSdk sdk = owner(addresses).orElse(null);
        if (sdk != null) {
            adopt(name, factory, sdk);
            return;
        }
        synchronized (postponed) {
            if (!areAllThere) {
                postponed.put(name, factory);
                return;
            }
        }
        log.info("The Kafka SDK leaves '{}' of spring-kafka alone: no KafkaSdk has its brokers {}", name, addresses);
    }

    @Override
    public void afterSingletonsInstantiated() {
        Map<String, Object> left;
        synchronized (postponed) {
            areAllThere = true;
            left = new LinkedHashMap<>(postponed);
            postponed.clear();
        }
        left.forEach((name, factory) -> {
            postProcessAfterInitialization(factory, name);
            if (factory instanceof DefaultKafkaProducerFactory<?, ?> producers) {
                // It may have made one by now; who uses that gets the next one.
                producers.reset();
            }
        });
    }

    private void adopt(String name, Object factory, KafkaSdk sdk) {
        if (factory instanceof DefaultKafkaProducerFactory<?, ?> producers) {
            adoptProducers("the producer factory '" + name + "'", producers, sdk);
        } else if (factory instanceof DefaultKafkaConsumerFactory<?, ?> consumers) {
            adoptConsumers("the consumer factory '" + name + "'", consumers, sdk);
        }
    }

    private <K, V> void adoptProducers(String subject, DefaultKafkaProducerFactory<K, V> factory, KafkaSdk sdk) {
        Map<String, Object> config = factory.getConfigurationProperties();
        ClusterWishes wishes = ClusterWishes.of(sdk, properties.getObject());
        List<Violation> unsafe = UnsafeProducerSettings.of(
                config, wishes.policyProperty(), key -> nameOf(key, config.get(key), subject));
        if (!unsafe.isEmpty() && wishes.refusesUnsafe()) {
            throw new InvalidSettingsException(subject, unsafe);
        }
        Map<String, Object> defaults = SafeProducerDefaults.of(config, factory.transactionCapable(), wishes.profile());
        factory.updateConfigs(defaults);
        factory.addPostProcessor(new GuardedProducers<>(sdk, factory, defaults));
        log.info("The Kafka SDK of cluster '{}' guards and meters {}; it set {}", sdk.cluster(), subject, defaults);
        if (!unsafe.isEmpty()) {
            log.warn(
                    "What the application set is kept, and may lose or duplicate records of {}: {}",
                    subject,
                    unsafe.stream().map(FactoryAdoption::told).collect(Collectors.joining("; ")));
        }
    }

    private static String told(Violation unsafe) {
        return unsafe.setting() + "=" + unsafe.value() + ": " + unsafe.rule() + "; cure: " + unsafe.cure();
    }

    private static <K, V> void adoptConsumers(String subject, DefaultKafkaConsumerFactory<K, V> factory, KafkaSdk sdk) {
        factory.addPostProcessor(client -> sdk.adopt(client, factory.getConfigurationProperties()));
        log.info("The Kafka SDK of cluster '{}' meters {}", sdk.cluster(), subject);
        if (TypeHeaders.chooseAnyClass(factory.getConfigurationProperties())) {
            log.warn("In {} {}", subject, TypeHeaders.WARNING);
        }
    }

    private Optional<KafkaSdk> owner(BrokerAddresses addresses) {
        KafkaSdks known = sdks.getIfAvailable();
        return known == null
                ? Optional.empty()
                : known.all().values().stream()
                        .filter(sdk -> addresses.overlap(sdk.bootstrapServers()))
                        .findFirst();
    }

    /** Says where a setting came from: the property that the application wrote, or the factory itself. */
    private String nameOf(String key, @Nullable Object value, String subject) {
        return List.of(
                        "spring.kafka.producer." + key,
                        "spring.kafka.producer.properties[" + key + "]",
                        "spring.kafka.producer.properties." + key,
                        "spring.kafka.properties[" + key + "]",
                        "spring.kafka.properties." + key)
                .stream()
                .filter(property -> String.valueOf(value).equals(environment.getProperty(property)))
                .findFirst()
                .orElse(key + " of " + subject);
    }
}
