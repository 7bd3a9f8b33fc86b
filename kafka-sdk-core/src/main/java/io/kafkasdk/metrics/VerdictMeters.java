package io.kafkasdk.metrics;

import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.VerdictListener;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The guard's present verdict and headroom, by topic. */
final class VerdictMeters implements VerdictListener {

    private final MeterSet meters;
    private final TopicCap topics;
    private final Map<String, AcksVerdict> byTopic = new ConcurrentHashMap<>();

    VerdictMeters(MeterSet meters, TopicCap topics) {
        this.meters = meters;
        this.topics = topics;
    }

    @Override
    public void verdictChanged(AcksVerdict verdict, AcksPolicy policy) {
        String topic = topics.tagFor(verdict.topic());
        if (!topic.equals(TopicCap.OTHER) && byTopic.put(topic, verdict) == null) {
            register(topic);
        }
    }

    private void register(String topic) {
        meters.gauge(MeterNames.ACKS_HEADROOM, () -> headroom(topic), topic);
        for (AcksVerdict.Kind kind : AcksVerdict.Kind.values()) {
            String tag = kind.name().toLowerCase(Locale.ROOT);
            meters.gauge(MeterNames.ACKS_VERDICT, () -> is(topic, kind), topic, tag);
        }
    }

    private Number is(String topic, AcksVerdict.Kind kind) {
        AcksVerdict verdict = byTopic.get(topic);
        return verdict != null && verdict.kind() == kind ? 1 : 0;
    }

    private Number headroom(String topic) {
        AcksVerdict verdict = byTopic.get(topic);
        if (verdict == null || verdict.headroom() == AcksVerdict.UNKNOWN_HEADROOM) {
            return Double.NaN;
        }
        return verdict.headroom();
    }
}
