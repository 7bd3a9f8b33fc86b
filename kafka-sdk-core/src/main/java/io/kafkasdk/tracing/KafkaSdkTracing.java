package io.kafkasdk.tracing;

import io.kafkasdk.consumer.HandlerTracing;
import io.kafkasdk.producer.SendTracing;
import io.micrometer.observation.ObservationRegistry;

/**
 * Both sides of tracing. Public for the compiler's sake: applications call
 * {@code KafkaSdkBuilder.observationRegistry}.
 *
 * @param sends follows sends
 * @param handlers put around handlers
 */
public record KafkaSdkTracing(SendTracing sends, HandlerTracing handlers) {

    private static final KafkaSdkTracing NONE = new KafkaSdkTracing(SendTracing.NONE, HandlerTracing.NONE);

    /**
     * Chooses what is done for a registry: nothing at all where it is {@link ObservationRegistry#NOOP}.
     *
     * @param registry where observations go
     */
    public static KafkaSdkTracing of(ObservationRegistry registry) {
        // Not isNoop(): a registry without handlers says so too, and it may get some later.
        if (registry == ObservationRegistry.NOOP) {
            return NONE;
        }
        Observations observations = new Observations(registry);
        return new KafkaSdkTracing(new ObservedSends(observations), new ObservedHandlers(observations));
    }
}
