package io.kafkasdk.reliability.subject;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the counters of a registry have come to, those that were removed from it too: the SDK takes the series of a group
 * away when its last consumer here is closed, and that is when their last values are of interest.
 */
final class Counters {

    private static final String GROUP = "consumergroup";

    private final MeterRegistry registry;
    private final Map<Meter.Id, Double> removed = new ConcurrentHashMap<>();

    private Counters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Watches a registry that has no meters yet. */
    static Counters of(MeterRegistry registry) {
        Counters counters = new Counters(registry);
        registry.config().onMeterRemoved(counters::keep);
        return counters;
    }

    private void keep(Meter meter) {
        if (meter instanceof Counter counter) {
            removed.merge(meter.getId(), counter.count(), Double::sum);
        }
    }

    /** Returns the sum of all counters of a name and a consumer group. */
    long count(String name, String group) {
        double live = registry.find(name).tag(GROUP, group).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
        double gone = removed.entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals(name)
                        && group.equals(entry.getKey().getTag(GROUP)))
                .mapToDouble(Map.Entry::getValue)
                .sum();
        return (long) (live + gone);
    }
}
