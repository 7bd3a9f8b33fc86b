package io.kafkasdk.tracing;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** One call of a handler under observation. */
final class ObservedCall {

    private final Observations observations;
    private final Observation observation;
    private final Observation.Scope scope;
    private final HandledRecordsContext context;

    private ObservedCall(
            Observations observations,
            Observation observation,
            Observation.Scope scope,
            HandledRecordsContext context) {
        this.observations = observations;
        this.observation = observation;
        this.scope = scope;
        this.context = context;
    }

    /** Starts an observation and makes it the thread's current one. */
    static ObservedCall begin(
            Observations observations, HandledRecordsConvention convention, HandledRecordsContext context) {
        Observation observation = observations.start(convention, context);
        return new ObservedCall(observations, observation, observations.open(observation), context);
    }

    /** Gives the thread back; on the thread that began. */
    void leave() {
        observations.close(scope);
    }

    /** Ends, well where there is no failure; on any thread. */
    void end(@Nullable Throwable failure) {
        if (failure == null) {
            observations.stop(observation, null);
            return;
        }
        context.failedWith(TracedFailure.typeOf(failure));
        observations.stop(
                observation, TracedFailure.of("The handler of group '" + context.group() + "' failed", failure));
    }
}
