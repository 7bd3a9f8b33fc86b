package io.kafkasdk.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Registers the SDK's meters in one registry, always with the tag keys that {@link MeterNames} declares, and remembers
 * them so that all can be removed.
 */
final class MeterSet {

    /** 5 ms to 10 s: the boundaries that OpenTelemetry advises for messaging. */
    private static final Duration[] BUCKETS = LongStream.of(
                    5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private volatile MeterRegistry registry;
    private final String cluster;
    private final boolean hasHistograms;
    private final Set<Meter> registered = ConcurrentHashMap.newKeySet();

    MeterSet(MeterRegistry registry, String cluster, boolean hasHistograms) {
        this.registry = registry;
        this.cluster = cluster;
        this.hasHistograms = hasHistograms;
    }

    Counter counter(MeterName meter, String... tagValues) {
        return register(Counter.builder(meter.name())
                .description(meter.description())
                .baseUnit(meter.unit())
                .tags(tags(meter, tagValues))::register);
    }

    Timer timer(MeterName meter, String... tagValues) {
        return register(
                Timer.builder(meter.name()).description(meter.description()).tags(tags(meter, tagValues))::register);
    }

    /** A timer with buckets, where histograms are wanted. */
    Timer histogram(MeterName meter, String... tagValues) {
        Timer.Builder timer =
                Timer.builder(meter.name()).description(meter.description()).tags(tags(meter, tagValues));
        return register((hasHistograms ? timer.serviceLevelObjectives(BUCKETS) : timer)::register);
    }

    Gauge gauge(MeterName meter, Supplier<Number> value, String... tagValues) {
        return register(Gauge.builder(meter.name(), value)
                .description(meter.description())
                .baseUnit(meter.unit())
                .tags(tags(meter, tagValues))
                .strongReference(true)::register);
    }

    /** A gauge of the declared type, of a value in the declared unit; seconds for a time. */
    Gauge gaugeOf(MeterName meter, Supplier<Number> value, String... tagValues) {
        return meter.type() == MeterName.Type.TIME_GAUGE
                ? timeGauge(meter, value, tagValues)
                : gauge(meter, value, tagValues);
    }

    /** A gauge of a time, told in seconds. */
    Gauge timeGauge(MeterName meter, Supplier<Number> seconds, String... tagValues) {
        return register(TimeGauge.builder(meter.name(), seconds, TimeUnit.SECONDS)
                .description(meter.description())
                .tags(tags(meter, tagValues))
                .strongReference(true)::register);
    }

    /** A counter whose count is kept elsewhere. */
    FunctionCounter total(MeterName meter, DoubleSupplier total, String... tagValues) {
        // Micrometer refers to the source weakly; in its own function it stays.
        return register(FunctionCounter.builder(meter.name(), meter, name -> total.getAsDouble())
                .description(meter.description())
                .baseUnit(meter.unit())
                .tags(tags(meter, tagValues))::register);
    }

    /** Returns the tags that all meters have. */
    Tags commonTags() {
        return Tags.of(MeterNames.CLUSTER_TAG, cluster);
    }

    /** Binds meters that their binder removes. */
    void bind(MeterBinder binder) {
        binder.bindTo(registry);
    }

    void remove(Meter meter) {
        registered.remove(meter);
        registry.remove(meter);
    }

    /** Removes, from the map too, the meters of all keys that are not alive. */
    void retain(Map<String, ? extends Meter> byKey, Set<String> alive) {
        byKey.entrySet().removeIf(entry -> {
            boolean gone = !alive.contains(entry.getKey());
            if (gone) {
                remove(entry.getValue());
            }
            return gone;
        });
    }

    /** Removes the meters of this name that have this tag. */
    void remove(MeterName name, String tagKey, String value) {
        registered.stream()
                .filter(meter -> meter.getId().getName().equals(name.name())
                        && value.equals(meter.getId().getTag(tagKey)))
                .forEach(this::remove);
    }

    /** Removes the meters that have this tag with a value that is neither alive nor empty. */
    void retain(String tagKey, Set<String> alive) {
        registered.stream()
                .filter(meter -> {
                    String value = meter.getId().getTag(tagKey);
                    return value != null && !value.isEmpty() && !alive.contains(value);
                })
                .forEach(this::remove);
    }

    /** Removes all, and registers nothing any more: a late event of a closing client must not bring a series back. */
    void close() {
        MeterRegistry left = registry;
        registry = new CompositeMeterRegistry();
        registered.forEach(left::remove);
        registered.clear();
    }

    private <M extends Meter> M register(Function<MeterRegistry, M> registration) {
        MeterRegistry into = registry;
        M meter = registration.apply(into);
        registered.add(meter);
        if (registry != into) {
            // Closed meanwhile, perhaps after it had removed all that it knew of.
            registered.remove(meter);
            into.remove(meter);
        }
        return meter;
    }

    private Tags tags(MeterName meter, String... tagValues) {
        List<String> keys = meter.tagKeys();
        if (keys.size() != tagValues.length) {
            throw new IllegalArgumentException(meter + " takes the tags " + keys);
        }
        Tags tags = commonTags();
        for (int i = 0; i < tagValues.length; i++) {
            tags = tags.and(keys.get(i), tagValues[i]);
        }
        return tags;
    }
}
