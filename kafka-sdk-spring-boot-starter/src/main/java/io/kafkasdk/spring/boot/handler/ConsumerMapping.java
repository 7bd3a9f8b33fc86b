package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.HandlerThreads;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.KafkaOverrides;
import io.kafkasdk.settings.Ordering;
import io.kafkasdk.settings.StartPosition;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.ConsumerProperties;
import io.kafkasdk.tuning.TuningProfile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/** Turns {@code kafka-sdk.consumers.<name>} into settings of the core; what is wrong is told in those names, all at once. */
final class ConsumerMapping {

    /** The properties of a consumer that has none. */
    static final ConsumerProperties UNSET = new ConsumerProperties(
            null,
            null,
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            new ConsumerProperties.Failures(ConsumerProperties.Policy.RETRY_FOR_EVER, null, null, null, null, null),
            null,
            Map.of());

    private final SettingNames names;
    private final ConsumerProperties properties;
    private final Defaults defaults;
    private final List<Violation> violations;

    /**
     * What counts where the properties say nothing.
     *
     * @param group consumer group
     * @param topics those of the annotation
     * @param threads by the application's own choice of threads
     */
    record Defaults(String group, List<String> topics, HandlerThreads threads) {}

    /**
     * Makes a mapping.
     *
     * @param names names of the consumer's properties
     * @param properties what they say
     * @param defaults what counts where they say nothing
     * @param violations takes what is wrong
     */
    ConsumerMapping(SettingNames names, ConsumerProperties properties, Defaults defaults, List<Violation> violations) {
        this.names = names;
        this.properties = properties;
        this.defaults = defaults;
        this.violations = violations;
    }

    /** Maps everything; returns null where the core refuses it. Of use only where no violation was added. */
    @Nullable
    ConsumerSettings<?, ?> map(Deserializer<?> key, Deserializer<?> value) {
        List<String> topics = properties.topics().isEmpty() ? defaults.topics() : properties.topics();
        if (topics.isEmpty()) {
            violations.add(new Violation(
                    names.of("topics"),
                    "not set",
                    "needs at least one topic, and @HandlesRecords names none either",
                    "set it, or topics of the annotation"));
        }
        FailurePolicy failures = new FailuresMapping(names, properties.failures(), violations).map();
        TuningProfile profile = properties.profile();
        ClientTuning tuning = profile == null ? null : profile.consumer();
        try {
            return new ConsumerSettings<>(
                    group(),
                    key,
                    value,
                    topics,
                    Objects.requireNonNullElse(properties.startPosition(), StartPosition.EARLIEST),
                    Objects.requireNonNullElse(properties.ordering(), Ordering.KEY),
                    failures,
                    Objects.requireNonNullElse(properties.threads(), defaults.threads()),
                    properties.instance(),
                    limits(),
                    properties.lagObjective(),
                    tuning,
                    new KafkaOverrides(properties.properties()));
        } catch (InvalidSettingsException refused) {
            refused.violations().stream().map(names::setting).forEach(violations::add);
            return null;
        }
    }

    private String group() {
        String group = properties.group();
        return StringUtils.hasText(group) ? group : defaults.group();
    }

    private ConsumerLimits limits() {
        ConsumerLimits standard = ConsumerLimits.DEFAULT;
        DataSize size = properties.maxInFlightSize();
        return new ConsumerLimits(
                Objects.requireNonNullElse(properties.concurrency(), standard.concurrency()),
                Objects.requireNonNullElse(properties.maxInFlightRecords(), standard.maxInFlightRecords()),
                size == null ? standard.maxInFlightBytes() : size.toBytes(),
                Objects.requireNonNullElse(properties.commitInterval(), standard.commitInterval()),
                Objects.requireNonNullElse(properties.commitRecords(), standard.commitRecords()),
                Objects.requireNonNullElse(properties.drainTimeout(), standard.drainTimeout()),
                Objects.requireNonNullElse(properties.batchRecords(), standard.batchRecords()),
                Objects.requireNonNullElse(properties.asyncTimeout(), standard.asyncTimeout()));
    }
}
