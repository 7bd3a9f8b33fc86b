package io.kafkasdk.spring.boot;

import io.kafkasdk.settings.InFlightLimits;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.KafkaOverrides;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.settings.RateLimit;
import io.kafkasdk.settings.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.VoidSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Maps one of {@code kafka-sdk.producers}. What is wrong is told in the names that the user wrote, all at once. */
final class ProducerMapping {

    /** The settings of the core by the property that fills them. */
    private static final Map<String, String> PROPERTIES = Map.of(
            "name", "",
            "topics", ".topics",
            "maxBlock", ".max-block",
            "deliveryTimeout", ".delivery-timeout",
            "inFlight.records", ".max-in-flight-records",
            "inFlight.bytes", ".max-in-flight-size",
            "rateLimit.recordsPerSecond", ".records-per-second");

    private final String prefix;
    private final String name;
    private final ProducerProperties properties;
    private final List<Violation> violations;

    ProducerMapping(String name, ProducerProperties properties, List<Violation> violations) {
        this.prefix = ProducersRegistrar.PREFIX + "." + name;
        this.name = name;
        this.properties = properties;
        this.violations = violations;
    }

    /** Returns the settings, or null where it added violations. */
    @Nullable
    ProducerSettings<?, ?> map(RecordFormats formats) {
        int before = violations.size();
        Serializer<?> keys = serializer(formats, ".key-serializer", properties.keySerializer());
        Serializer<?> values = serializer(formats, ".value-serializer", properties.valueSerializer());
        InFlightLimits inFlight = Objects.requireNonNullElse(collect(this::inFlight), InFlightLimits.DEFAULT);
        RateLimit rate = properties.recordsPerSecond() == null ? null : collect(this::rateLimit);
        ProducerSettings<?, ?> settings = collect(() -> settings(keys, values, inFlight, rate));
        return violations.size() == before ? settings : null;
    }

    private ProducerSettings<?, ?> settings(
            Serializer<?> keys, Serializer<?> values, InFlightLimits inFlight, @Nullable RateLimit rate) {
        ProducerSettings<?, ?> defaults = ProducerSettings.named("defaults", keys, values);
        return new ProducerSettings<>(
                name,
                keys,
                values,
                properties.topics(),
                orElse(properties.maxBlock(), defaults.maxBlock()),
                orElse(properties.deliveryTimeout(), defaults.deliveryTimeout()),
                inFlight,
                rate,
                properties.profile() == null ? null : properties.profile().producer(),
                new KafkaOverrides(properties.properties()));
    }

    private InFlightLimits inFlight() {
        return new InFlightLimits(
                Objects.requireNonNullElse(properties.maxInFlightRecords(), InFlightLimits.DEFAULT.records()),
                properties.maxInFlightSize() == null
                        ? InFlightLimits.DEFAULT.bytes()
                        : properties.maxInFlightSize().toBytes());
    }

    private RateLimit rateLimit() {
        return new RateLimit(Objects.requireNonNull(properties.recordsPerSecond()));
    }

    private Serializer<?> serializer(RecordFormats formats, String property, String format) {
        try {
            return formats.serializer(prefix + property, format);
        } catch (InvalidSettingsException unknown) {
            violations.addAll(unknown.violations());
            return new VoidSerializer();
        }
    }

    private static Duration orElse(@Nullable Duration wanted, Duration otherwise) {
        return wanted == null ? otherwise : wanted;
    }

    /** Returns null where it added violations. */
    private <T> @Nullable T collect(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (InvalidSettingsException refused) {
            refused.violations().forEach(found -> violations.add(renamed(found)));
            return null;
        }
    }

    /** What is not a setting of the core is a raw Kafka key. */
    private Violation renamed(Violation found) {
        String property = PROPERTIES.getOrDefault(found.setting(), ".properties." + found.setting());
        String cluster = properties.cluster();
        return PropertyWords.of(
                found, prefix + property, StringUtils.hasText(cluster) ? cluster : PropertiesMapping.MAIN);
    }
}
