package io.kafkasdk.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Registers the SDK's meters in one registry, always with the tag keys that {@link MeterNames} declares, and remembers
 * them so that all can be removed.
 */
final class MeterSet {

    private volatile MeterRegistry registry;
    private final String cluster;
    private final Set<Meter> registered = ConcurrentHashMap.newKeySet();

    MeterSet(MeterRegistry registry, String cluster) {
        this.registry = registry;
        this.cluster = cluster;
    }

    Counter counter(MeterNames meter, String... tagValues) {
        return remembered(Counter.builder(meter.meterName())
                .description(meter.description())
                .baseUnit(meter.unit())
                .tags(tags(meter, tagValues))
                .register(registry));
    }

    Timer timer(MeterNames meter, String... tagValues) {
        return remembered(Timer.builder(meter.meterName())
                .description(meter.description())
                .tags(tags(meter, tagValues))
                .register(registry));
    }

    Gauge gauge(MeterNames meter, Supplier<Number> value, String... tagValues) {
        return remembered(Gauge.builder(meter.meterName(), value)
                .description(meter.description())
                .baseUnit(meter.unit())
                .tags(tags(meter, tagValues))
                .strongReference(true)
                .register(registry));
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

    /** Removes all, and registers nothing any more: a late event of a closing client must not bring a series back. */
    void close() {
        MeterRegistry left = registry;
        registry = new CompositeMeterRegistry();
        registered.forEach(left::remove);
        registered.clear();
    }

    private <M extends Meter> M remembered(M meter) {
        registered.add(meter);
        return meter;
    }

    private Tags tags(MeterNames meter, String... tagValues) {
        List<String> keys = meter.tagKeys();
        if (keys.size() != tagValues.length) {
            throw new IllegalArgumentException(meter + " takes the tags " + keys);
        }
        Tags tags = Tags.of(MeterNames.CLUSTER_TAG, cluster);
        for (int i = 0; i < tagValues.length; i++) {
            tags = tags.and(keys.get(i), tagValues[i]);
        }
        return tags;
    }
}
