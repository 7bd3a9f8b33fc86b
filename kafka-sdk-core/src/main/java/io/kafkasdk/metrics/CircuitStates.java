package io.kafkasdk.metrics;

import io.kafkasdk.resilience.BreakerState;
import io.micrometer.core.instrument.Gauge;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The series of circuit breakers, by client.id. A producer and a consumer of the same client.id share them: the state further
 * from closed is shown, and the series stay until both are gone.
 */
final class CircuitStates {

    /** Open before half-open: of what still probes, something gets through. */
    private static final Comparator<BreakerState> BY_HARM = Comparator.comparingInt(CircuitStates::harm);

    private final MeterSet meters;
    private final Map<String, Named> byName = new HashMap<>();

    CircuitStates(MeterSet meters) {
        this.meters = meters;
    }

    /** What is told under one name, by kind of client. */
    private record Named(Map<String, Supplier<Optional<BreakerState>>> circuits, Map<BreakerState, Gauge> gauges) {

        double is(BreakerState state) {
            return circuits.values().stream()
                    .flatMap(circuit -> circuit.get().stream())
                    .max(BY_HARM)
                    .map(worst -> worst == state ? 1.0 : 0.0)
                    .orElse(Double.NaN);
        }
    }

    /**
     * Shows a circuit.
     *
     * @param name the client.id
     * @param kind which kind of client has it
     * @param states those that it can have
     * @param now its state, empty where it is not known
     */
    synchronized void add(String name, String kind, Set<BreakerState> states, Supplier<Optional<BreakerState>> now) {
        Named named = byName.computeIfAbsent(
                name, same -> new Named(new ConcurrentHashMap<>(), new EnumMap<>(BreakerState.class)));
        named.circuits.put(kind, now);
        for (BreakerState state : states) {
            named.gauges.computeIfAbsent(
                    state,
                    shown -> meters.gauge(
                            ClientNames.CIRCUIT_STATE,
                            () -> named.is(shown),
                            name,
                            shown.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** Removes the circuit of one kind, and the series with the last one of the name. */
    synchronized void remove(String name, String kind) {
        Named named = byName.get(name);
        if (named != null) {
            named.circuits.remove(kind);
            if (named.circuits.isEmpty()) {
                named.gauges.values().forEach(meters::remove);
                byName.remove(name);
            }
        }
    }

    private static int harm(BreakerState state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
