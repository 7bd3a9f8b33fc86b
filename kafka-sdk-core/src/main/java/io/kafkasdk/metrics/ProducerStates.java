package io.kafkasdk.metrics;

import io.kafkasdk.resilience.BreakerState;
import io.micrometer.core.instrument.Gauge;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The gauges of a producer that change with events: its circuit breaker, and what is acknowledged and not visible. */
final class ProducerStates {

    private final MeterSet meters;
    private final TopicCap topics;
    private final CircuitStates circuits;
    private final Map<String, OneProducer> producers = new ConcurrentHashMap<>();

    ProducerStates(MeterSet meters, TopicCap topics, CircuitStates circuits) {
        this.meters = meters;
        this.topics = topics;
        this.circuits = circuits;
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
                name -> meters.gauge(ProducerNames.INVISIBLE, () -> producer.invisible(name, topics), clientId, name));
    }

    /** Removes the series of a producer. */
    void remove(String clientId) {
        OneProducer producer = producers.remove(clientId);
        if (producer != null) {
            circuits.remove(clientId, OpenClient.PRODUCER);
            producer.invisibleGauges.values().forEach(meters::remove);
        }
    }

    /** Removes the series of those that are gone, which a late event may have brought back. */
    void retain(Set<String> clientIds) {
        producers.keySet().stream()
                .filter(clientId -> !clientIds.contains(clientId))
                .toList()
                .forEach(this::remove);
    }

    private OneProducer producer(String clientId) {
        return producers.computeIfAbsent(clientId, this::register);
    }

    private OneProducer register(String clientId) {
        OneProducer producer = new OneProducer();
        circuits.add(
                clientId, OpenClient.PRODUCER, EnumSet.allOf(BreakerState.class), () -> Optional.of(producer.breaker));
        return producer;
    }

    private static final class OneProducer {

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
