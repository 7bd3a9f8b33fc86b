package io.kafkasdk.metrics;

import io.kafkasdk.resilience.BreakerState;
import io.micrometer.core.instrument.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The gauges of a producer that change with events: its circuit breaker, and what is acknowledged and not visible. */
final class ProducerStates {

    private final MeterSet meters;
    private final TopicCap topics;
    private final Map<String, OneProducer> producers = new ConcurrentHashMap<>();

    ProducerStates(MeterSet meters, TopicCap topics) {
        this.meters = meters;
        this.topics = topics;
    }

    /** Registers a producer, unless it is known: asking for an open one again changes nothing. */
    void opened(String clientId) {
        producer(clientId);
    }

    void breaker(String clientId, BreakerState state) {
        producer(clientId).breaker = state;
    }

    void invisible(String clientId, String topic, long records) {
        OneProducer producer = producer(clientId);
        if (records == 0) {
            producer.invisible.remove(topic);
        } else {
            producer.invisible.put(topic, records);
        }
        String tag = topics.tagFor(topic);
        producer.invisibleGauges.computeIfAbsent(
                tag,
                name -> meters.gauge(
                        MeterNames.PRODUCER_INVISIBLE, () -> producer.invisible(name, topics), clientId, name));
    }

    /** Removes the series of a producer. */
    void remove(String clientId) {
        OneProducer producer = producers.remove(clientId);
        if (producer != null) {
            producer.breakerGauges.forEach(meters::remove);
            producer.invisibleGauges.values().forEach(meters::remove);
        }
    }

    private OneProducer producer(String clientId) {
        return producers.computeIfAbsent(clientId, this::register);
    }

    private OneProducer register(String clientId) {
        OneProducer producer = new OneProducer();
        for (BreakerState state : BreakerState.values()) {
            producer.breakerGauges.add(meters.gauge(
                    MeterNames.PRODUCER_BREAKER,
                    () -> producer.breaker == state ? 1 : 0,
                    clientId,
                    state.name().toLowerCase(Locale.ROOT)));
        }
        return producer;
    }

    private static final class OneProducer {

        private final List<Gauge> breakerGauges = new ArrayList<>();
        private final Map<String, Gauge> invisibleGauges = new ConcurrentHashMap<>();
        private final Map<String, Long> invisible = new ConcurrentHashMap<>();
        private volatile BreakerState breaker = BreakerState.CLOSED;

        /** Sums over the topics that share the tag: beyond the cap they do. */
        Number invisible(String tag, TopicCap topics) {
            return invisible.entrySet().stream()
                    .filter(entry -> topics.tagFor(entry.getKey()).equals(tag))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }
}
