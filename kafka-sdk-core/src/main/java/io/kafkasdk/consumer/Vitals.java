package io.kafkasdk.consumer;

import io.kafkasdk.internal.StopSignal;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.lag.LagTracker.Clocks;
import io.kafkasdk.settings.ConsumerSettings;
import java.util.function.LongSupplier;

/**
 * What a member has before it starts and still has after its end: any thread may look at it.
 *
 * @param events tells the listener
 * @param lifecycle where it is in its life
 * @param circuit says whether records may go on
 * @param lag how far behind it is
 * @param stop takes the wish to end
 */
record Vitals(ConsumerEvents events, Lifecycle lifecycle, Circuit circuit, LagWatch lag, StopSignal stop) {

    static final LongSupplier CLOCK = System::nanoTime;

    static Vitals of(ConsumerSettings<?, ?> settings, GroupMember.Place place) {
        ConsumerEvents events = new ConsumerEvents(settings.group(), place.listener(), CLOCK);
        Lifecycle lifecycle = new Lifecycle(events);
        Circuit circuit = Circuit.of(settings.failures(), events, CLOCK);
        LagWatch lag = new LagWatch(
                new LagTracker(settings.group(), place.config().now().isolation(), Clocks.SYSTEM),
                new LagWatch.Member(
                        lifecycle, circuit, () -> place.config().now().maxPollInterval(), settings.lagObjective()),
                events,
                new Teller(place.clientId()));
        return new Vitals(events, lifecycle, circuit, lag, new StopSignal(CLOCK));
    }
}
