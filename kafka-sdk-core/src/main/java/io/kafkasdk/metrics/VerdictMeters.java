package io.kafkasdk.metrics;

import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.VerdictListener;
import io.micrometer.core.instrument.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The guard's present verdict and headroom, by topic. What counts by topic goes with them. */
final class VerdictMeters implements VerdictListener {

    private final MeterSet meters;
    private final TopicCap topics;
    private final SendMeters sends;
    private final Map<String, AcksVerdict> byTopic = new ConcurrentHashMap<>();
    private final Map<String, List<Gauge>> gauges = new ConcurrentHashMap<>();

    VerdictMeters(MeterSet meters, TopicCap topics, SendMeters sends) {
        this.meters = meters;
        this.topics = topics;
        this.sends = sends;
    }

    @Override
    public void verdictChanged(AcksVerdict verdict, AcksPolicy policy) {
        String topic = topics.tagFor(verdict.topic());
        if (!topic.equals(TopicCap.OTHER) && byTopic.put(topic, verdict) == null) {
            register(topic);
        }
    }

    @Override
    public void topicForgotten(String topic) {
        byTopic.remove(topic);
        List<Gauge> ofTopic = gauges.remove(topic);
        if (ofTopic != null) {
            ofTopic.forEach(meters::remove);
        }
        sends.forget(topic);
    }

    private void register(String topic) {
        List<Gauge> ofTopic = new ArrayList<>();
        ofTopic.add(meters.gauge(ProducerNames.ACKS_HEADROOM, () -> headroom(topic), topic));
        for (AcksVerdict.Kind kind : AcksVerdict.Kind.values()) {
            String tag = kind.name().toLowerCase(Locale.ROOT);
            ofTopic.add(meters.gauge(ProducerNames.ACKS_VERDICT, () -> is(topic, kind), topic, tag));
        }
        gauges.put(topic, ofTopic);
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
