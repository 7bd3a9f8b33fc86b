package io.kafkasdk.events;

import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.VerdictListener;
import io.kafkasdk.events.Event.Severity;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The events of the topics that producers write to. The guard tells of one topic from one thread at a time. */
final class VerdictStory implements VerdictListener {

    private final EventGate gate;
    private final Map<String, AcksVerdict> known = new ConcurrentHashMap<>();

    VerdictStory(EventGate gate) {
        this.gate = gate;
    }

    @Override
    public void verdictChanged(AcksVerdict verdict, AcksPolicy policy) {
        AcksVerdict before = known.put(verdict.topic(), verdict);
        if (before == null || before.kind() != verdict.kind()) {
            Severity severity = verdict.kind() == AcksVerdict.Kind.SAFE ? Severity.INFO : Severity.WARN;
            prose(EventNames.ACKS_VERDICT, severity, verdict, "is " + verdict.kind());
        }
        if (verdict.headroom() != AcksVerdict.UNKNOWN_HEADROOM) {
            tellOfReplicas(before == null ? AcksVerdict.UNKNOWN_HEADROOM : before.headroom(), verdict);
        }
    }

    /** From an unknown headroom nothing is known to have changed; a topic that refuses writes is news at any time. */
    private void tellOfReplicas(int before, AcksVerdict verdict) {
        boolean known = before != AcksVerdict.UNKNOWN_HEADROOM;
        int now = verdict.headroom();
        if (now < 0 && (!known || now < before)) {
            prose(EventNames.PRODUCER_ISR_SHORT, Severity.CRITICAL, verdict, "takes no acks=all writes now");
        } else if (known && now < before) {
            gate.alone(
                    Severity.WARN,
                    Subject.topic(EventNames.PRODUCER_ISR_SHORT, verdict.topic()),
                    () -> words(verdict, "has fewer replicas in sync than before"));
        } else if (known && now > before) {
            prose(EventNames.PRODUCER_ISR_BACK, Severity.INFO, verdict, "has more replicas in sync than before");
        }
    }

    @Override
    public void topicForgotten(String topic) {
        known.remove(topic);
    }

    private void prose(String action, Severity severity, AcksVerdict verdict, String what) {
        gate.besideProse(severity, Subject.topic(action, verdict.topic()), () -> words(verdict, what));
    }

    private static Event words(AcksVerdict verdict, String what) {
        Event event = Event.of("Topic '" + verdict.topic() + "' " + what + ": " + verdict.summary())
                .with(EventNames.VERDICT, verdict.kind());
        return verdict.headroom() == AcksVerdict.UNKNOWN_HEADROOM
                ? event
                : event.with(EventNames.HEADROOM, verdict.headroom());
    }
}
