package io.kafkasdk.tracing;

import io.kafkasdk.internal.FailurePlace;
import io.kafkasdk.internal.LogLimiter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and ends observations; what their handlers throw harms neither a send nor a record. Errors too: one that reached
 * the Kafka client's I/O thread would end it.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
final class Observations {

    private static final Logger log = LoggerFactory.getLogger(Observations.class);

    private final ObservationRegistry registry;
    private final LogLimiter limiter = new LogLimiter(Duration.ofMinutes(1), System::nanoTime);

    Observations(ObservationRegistry registry) {
        this.registry = registry;
    }

    /** Returns whether nobody listens, so far. */
    boolean areOff() {
        return registry.isNoop();
    }

    /** Returns the observation that the calling thread is in, null where it is in none. */
    @Nullable
    ObservationView current() {
        return registry.getCurrentObservation();
    }

    /** Starts one; one that does nothing where the registry wants none of this kind. */
    <T extends Observation.Context> Observation start(ObservationConvention<T> convention, T context) {
        try {
            return Observation.start(null, convention, () -> context, registry);
        } catch (Throwable e) {
            complain(e);
            return Observation.NOOP;
        }
    }

    /** Makes it the current one of the calling thread. */
    Observation.Scope open(Observation observation) {
        try {
            return observation.openScope();
        } catch (Throwable e) {
            complain(e);
            return Observation.Scope.NOOP;
        }
    }

    void close(Observation.Scope scope) {
        try {
            scope.close();
        } catch (Throwable e) {
            complain(e);
        }
    }

    /** Ends one, well where there is no failure. */
    void stop(Observation observation, @Nullable Throwable failure) {
        try {
            if (failure != null) {
                observation.error(failure);
            }
        } catch (Throwable e) {
            complain(e);
        }
        try {
            observation.stop();
        } catch (Throwable e) {
            complain(e);
        }
    }

    private void complain(Throwable failure) {
        limiter.log(note -> log.warn(
                "An ObservationHandler failed with {}; the record goes on, a span may be missing{}",
                FailurePlace.of(failure),
                note));
    }
}
