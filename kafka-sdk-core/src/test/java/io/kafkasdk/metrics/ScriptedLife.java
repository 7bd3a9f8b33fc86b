package io.kafkasdk.metrics;

import static io.kafkasdk.metrics.MeterRig.P0;
import static io.kafkasdk.metrics.MeterRig.P1;

import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.consumer.SkippedRange;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.Lags;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.lag.TopicStatus;
import io.kafkasdk.producer.FailedSends;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.producer.Visibility;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** All that happens to a consumer of one topic and to a producer of one topic. */
final class ScriptedLife {

    private static final String GROUP = "payments";
    private static final String TOPIC = "orders";
    private static final String PRODUCER = "app.orders";

    private final MeterRig rig;

    ScriptedLife(MeterRig rig) {
        this.rig = rig;
    }

    /** A consumer that does its work, with a declared lag objective. */
    ScriptedLife consumerWorks() {
        StagedConsumer consumer = new StagedConsumer(
                GROUP, List.of(Lags.lag(P0, 1, 9, TimeLag.LEVEL), Lags.lag(P1, 1, 9, TimeLag.LEVEL)));
        consumer.statuses = List.of(new TopicStatus(TOPIC, ConsumptionStatus.OK, "", 0, 1));
        consumer.objective = Duration.ofMinutes(1);
        rig.open(consumer);
        rig.events.assigned(GROUP, List.of(P0, P1));
        rig.events.polled(GROUP, 1);
        rig.events.rebalanced(GROUP, 1);
        rig.events.handled(GROUP, TOPIC, 1, 0, 1);
        rig.events.committed(GROUP, true, 1);
        rig.look();
        return this;
    }

    /** All that can go wrong with it. */
    ScriptedLife consumerFails() {
        rig.events.attemptFailed(GROUP, TOPIC, 1);
        rig.events.handlerFailed(GROUP, P0, 1, 1, new IllegalStateException());
        rig.events.retried(GROUP, P0, 1, 2);
        rig.events.skipped(GROUP, P0, 1, 2, new IllegalStateException());
        rig.events.deadLettered(GROUP, P0, 1, 2, "orders.payments.dlt");
        rig.events.offsetsSkipped(GROUP, new SkippedRange(P0, 1, 9, SkippedRange.Reason.RETENTION));
        rig.events.rewound(GROUP, P0, 9, 1);
        rig.events.committed(GROUP, false, 1);
        rig.events.circuitOpened(GROUP, new Diagnosis(ErrorKind.HANDLER_FAILED, "what", "cause", "cure"));
        rig.events.revoked(GROUP, List.of(P1), true);
        return this;
    }

    /** A producer that does its work. */
    ScriptedLife producerWorks() {
        rig.metrics.producerOpened(PRODUCER, () -> 0, Map::of);
        rig.metrics
                .verdicts()
                .verdictChanged(new AcksVerdict(TOPIC, AcksVerdict.Kind.SAFE, 1, "", ""), AcksPolicy.WARN);
        rig.metrics.sends().accepted(PRODUCER, TOPIC);
        rig.metrics
                .sends()
                .delivered(
                        PRODUCER,
                        new SendReceipt(TOPIC, 0, 1, 2, AcksVerdict.Kind.SAFE, Durability.ALL, Visibility.VISIBLE),
                        1,
                        1);
        return this;
    }

    /** What can go wrong with it. */
    ScriptedLife producerFails() {
        rig.metrics.sends().failed(PRODUCER, TOPIC, FailedSends.unknown(), false, 1);
        rig.metrics.sends().invisible(PRODUCER, TOPIC, 1);
        return this;
    }
}
