package io.kafkasdk;

import io.kafkasdk.acks.VerdictListener;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.events.EventLog;
import io.kafkasdk.metrics.KafkaSdkMetrics;
import io.kafkasdk.producer.SendListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who wants to know what happens: the application's own listeners, the meters, and the event log.
 *
 * @param sends told of each record that is sent
 * @param consumers told of each record that is handled
 * @param verdicts told of verdicts
 * @param events told of all but single records and polls, of which it writes nothing
 */
record Listeners(
        List<SendListener> sends,
        List<ConsumerListener> consumers,
        List<VerdictListener> verdicts,
        @Nullable EventLog events) {

    Listeners {
        sends = List.copyOf(sends);
        consumers = List.copyOf(consumers);
        verdicts = List.copyOf(verdicts);
    }

    Listeners(List<SendListener> sends, List<ConsumerListener> consumers, List<VerdictListener> verdicts) {
        this(sends, consumers, verdicts, null);
    }

    Listeners and(KafkaSdkMetrics metrics) {
        return new Listeners(
                with(metrics.sends(), sends),
                with(metrics.consumers(), consumers),
                with(metrics.verdicts(), verdicts),
                events);
    }

    Listeners and(EventLog log) {
        return new Listeners(sends, consumers, with(log.verdicts(), verdicts), log);
    }

    /** One listener that tells all of them; the features behind it shield themselves from a single one that throws. */
    SendListener ofSends() {
        List<SendListener> all = events == null ? sends : with(events.sends(), sends);
        return all.size() == 1 ? all.get(0) : new SendFanOut(all, sends);
    }

    /** Like {@link #ofSends}, with other meters in the place of the first of them. */
    SendListener ofAdoptedSends(SendListener meters) {
        List<SendListener> others = new ArrayList<>(sends);
        others.set(0, meters);
        return new Listeners(others, consumers, verdicts, events).ofSends();
    }

    ConsumerListener ofConsumers() {
        List<ConsumerListener> all = events == null ? consumers : with(events.consumers(), consumers);
        return all.size() == 1 ? all.get(0) : new ConsumerFanOut(all, consumers);
    }

    private static <L> List<L> with(L first, List<L> others) {
        List<L> all = new ArrayList<>();
        all.add(first);
        all.addAll(others);
        return all;
    }
}
