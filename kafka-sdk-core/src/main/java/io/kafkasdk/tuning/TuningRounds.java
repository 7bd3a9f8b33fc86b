package io.kafkasdk.tuning;

import io.kafkasdk.producer.SendProgress;
import io.kafkasdk.producer.TunableProducer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Goes round the producers of an application, each on its own course.
 *
 * <p><b>Threads:</b> rounds for one thread at a time; the rest for any.
 */
final class TuningRounds {

    private final TuningOptions options;
    private final Supplier<List<TunableProducer>> producers;
    private final Instruments instruments;
    private final TuningListener listener;
    private final Clocks clocks;
    /** By the object and not by the client.id: one that closes and opens again is another one. */
    private final Map<TunableProducer, TuningCourse> courses = new ConcurrentHashMap<>();

    TuningRounds(
            TuningOptions options,
            Supplier<List<TunableProducer>> producers,
            Instruments instruments,
            TuningListener listener,
            Clocks clocks) {
        this.options = options;
        this.producers = producers;
        this.instruments = instruments;
        this.listener = listener;
        this.clocks = clocks;
    }

    /** Returns whether some producer is there to be looked at. Does not block. */
    boolean hasWork() {
        return options.mode() != TuningMode.OFF && producers.get().stream().anyMatch(TuningRounds::sends);
    }

    private static boolean sends(TunableProducer producer) {
        SendProgress progress = producer.progress();
        return !producer.isClosed() && progress.records() + progress.inFlight() > 0;
    }

    /**
     * Goes round once, and forgets producers that closed. May block for some hundred milliseconds a producer, longer for a
     * hand-over.
     *
     * @param stopped asked between two producers
     */
    void round(BooleanSupplier stopped) {
        List<TunableProducer> open = producers.get();
        courses.entrySet().removeIf(course -> {
            boolean isGone = !open.contains(course.getKey());
            if (isGone) {
                course.getValue().end();
            }
            return isGone;
        });
        for (TunableProducer producer : open) {
            if (stopped.getAsBoolean()) {
                return;
            }
            TuningCourse course = courses.get(producer);
            if (course != null) {
                course.step();
            } else if (sends(producer)) {
                courses.put(producer, new TuningCourse(producer, options, instruments, listener, clocks));
            }
        }
    }

    /** Ends what is open at the producers: no round follows soon. */
    void end() {
        courses.values().forEach(TuningCourse::end);
    }

    /** Returns what was found about each producer that was looked at and is open, by client.id; a copy. */
    Collection<TuningReport> reports() {
        return courses.entrySet().stream()
                .filter(course -> !course.getKey().isClosed())
                .map(course -> course.getValue().report())
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(TuningReport::clientId))
                .toList();
    }
}
