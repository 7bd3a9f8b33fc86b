package io.kafkasdk.metrics;

import io.micrometer.core.instrument.Gauge;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** How many records of each producer are under way: as it tells, or counted here where it does not. */
final class InFlightMeters {

    private final MeterSet meters;
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Number>> told = new ConcurrentHashMap<>();
    private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();

    InFlightMeters(MeterSet meters) {
        this.meters = meters;
    }

    /** Shows what a producer tells; that of an earlier one of its client.id is not asked any more. */
    void told(String clientId, Supplier<Number> records) {
        told.put(clientId, records);
        gauges.computeIfAbsent(clientId, id -> meters.gauge(ProducerNames.IN_FLIGHT, () -> tells(id), id));
    }

    private Number tells(String clientId) {
        Supplier<Number> records = told.get(clientId);
        return records == null ? 0 : records.get();
    }

    /** Returns the count of a producer that does not tell. */
    LongAdder counted(String clientId) {
        LongAdder known = counts.get(clientId);
        return known != null ? known : counts.computeIfAbsent(clientId, this::register);
    }

    private LongAdder register(String clientId) {
        LongAdder count = new LongAdder();
        gauges.put(clientId, meters.gauge(ProducerNames.IN_FLIGHT, count::sum, clientId));
        return count;
    }

    /** Removes the series of clients that are gone. */
    void retain(Set<String> clientIds) {
        meters.retain(gauges, clientIds);
        counts.keySet().retainAll(clientIds);
        told.keySet().retainAll(clientIds);
    }
}
