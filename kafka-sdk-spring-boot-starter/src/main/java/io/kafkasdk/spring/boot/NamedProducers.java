package io.kafkasdk.spring.boot;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/**
 * Opens the producers of {@code kafka-sdk.producers}, and finds what is wrong with any of them before it opens the first.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
final class NamedProducers {

    private final Map<String, ProducerProperties> properties;
    private final KafkaSdks sdks;
    private final RecordFormats formats;
    private final ConfigurableBeanFactory beans;
    private final Set<KafkaSdk> used = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Map<String, Plan> plans;

    NamedProducers(
            Map<String, ProducerProperties> properties,
            KafkaSdks sdks,
            RecordFormats formats,
            ConfigurableBeanFactory beans) {
        this.properties = properties;
        this.sdks = sdks;
        this.formats = formats;
        this.beans = beans;
    }

    /** A producer, and who opens it. */
    private record Plan(KafkaSdk sdk, ProducerSettings<?, ?> settings) {}

    /**
     * Makes the bean of a producer; does not wait for its cluster.
     *
     * @param name its name in the properties
     * @param bean the name of its bean
     * @throws InvalidSettingsException when any of the producers is declared wrongly; with all that is wrong with all
     */
    GuardedProducer<?, ?> open(String name, String bean) {
        Map<String, Plan> known = plans;
        if (known == null) {
            known = plan();
            plans = known;
        }
        Plan plan = Objects.requireNonNull(known.get(name), () -> ProducersRegistrar.PREFIX + "." + name + " is gone");
        ProducerProperties wanted = Objects.requireNonNull(properties.get(name));
        outlive(bean, wanted.keySerializer());
        outlive(bean, wanted.valueSerializer());
        GuardedProducer<?, ?> producer = plan.sdk().openProducer(plan.settings());
        used.add(plan.sdk());
        return producer;
    }

    /** Returns who has opened producers. */
    Set<KafkaSdk> used() {
        return used;
    }

    private Map<String, Plan> plan() {
        List<Violation> violations = new ArrayList<>();
        Map<String, Plan> all = new LinkedHashMap<>();
        properties.forEach((name, wanted) -> {
            String prefix = ProducersRegistrar.PREFIX + "." + name;
            ProducerSettings<?, ?> settings = new ProducerMapping(name, wanted, violations).map(formats);
            try {
                KafkaSdk sdk = sdks.of(prefix + ".cluster", wanted.cluster());
                if (settings != null) {
                    all.put(name, new Plan(sdk, settings));
                }
            } catch (InvalidSettingsException unknown) {
                violations.addAll(unknown.violations());
            }
        });
        if (!violations.isEmpty()) {
            throw new InvalidSettingsException("the producers of the Kafka SDK", violations);
        }
        return all;
    }

    /** Has a serializer that is a bean destroyed after those who send with it. */
    private void outlive(String producer, String format) {
        if (beans.containsBean(format)) {
            beans.registerDependentBean(format, producer);
        }
    }
}
