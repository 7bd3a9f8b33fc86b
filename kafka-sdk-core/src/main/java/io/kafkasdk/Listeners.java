package io.kafkasdk;

import io.kafkasdk.acks.VerdictListener;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.metrics.KafkaSdkMetrics;
import io.kafkasdk.producer.SendListener;
import java.util.ArrayList;
import java.util.List;

/** Everybody who wants to know what happens: the application's own listeners, and the meters. */
record Listeners(List<SendListener> sends, List<ConsumerListener> consumers, List<VerdictListener> verdicts) {

    Listeners {
        sends = List.copyOf(sends);
        consumers = List.copyOf(consumers);
        verdicts = List.copyOf(verdicts);
    }

    Listeners and(KafkaSdkMetrics metrics) {
        return new Listeners(
                with(metrics.sends(), sends), with(metrics.consumers(), consumers), with(metrics.verdicts(), verdicts));
    }

    /** One listener that tells all of them; the features behind it shield themselves from a single one that throws. */
    SendListener ofSends() {
        return sends.size() == 1 ? sends.get(0) : new SendFanOut(sends);
    }

    ConsumerListener ofConsumers() {
        return consumers.size() == 1 ? consumers.get(0) : new ConsumerFanOut(consumers);
    }

    private static <L> List<L> with(L first, List<L> others) {
        List<L> all = new ArrayList<>();
        all.add(first);
        all.addAll(others);
        return all;
    }
}
