package io.kafkasdk.metrics;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.producer.SendOutcome;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.resilience.BreakerState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Throughput, latency and failures of producers, by topic. */
final class SendMeters implements SendListener {

    private final MeterSet meters;
    private final TopicCap topics;
    private final Map<String, TopicMeters> byTopic = new ConcurrentHashMap<>();
    /** As many as there are series: a hundred thousand records may fail at the same time. */
    private final Map<FailureSeries, FailureMeters> byFailure = new ConcurrentHashMap<>();

    private final Map<String, LongAdder> inFlightByClient = new ConcurrentHashMap<>();
    private final Map<String, Gauge> inFlightGauges = new ConcurrentHashMap<>();

    private final ProducerStates states;

    SendMeters(MeterSet meters, TopicCap topics) {
        this.meters = meters;
        this.topics = topics;
        this.states = new ProducerStates(meters, topics);
    }

    /** Registers the state of a producer before anything happens to it. */
    void opened(String clientId) {
        states.opened(clientId);
    }

    @Override
    public void breakerChanged(String clientId, BreakerState state) {
        states.breaker(clientId, state);
    }

    @Override
    public void invisible(String clientId, String topic, long records) {
        states.invisible(clientId, topic, records);
    }

    @Override
    public void accepted(String clientId, String topic) {
        inFlight(clientId).increment();
    }

    @Override
    public void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {
        inFlight(clientId).decrement();
        TopicMeters topic = meters(receipt.topic());
        topic.delivered.increment();
        topic.bytes.increment(sizeBytes);
        topic.deliveryTime.record(tookNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void failed(
            String clientId, String topic, SendFailedException failure, boolean wasAccepted, long tookNanos) {
        if (wasAccepted) {
            inFlight(clientId).decrement();
        }
        String outcome = failure.outcome() instanceof SendOutcome.Rejected ? "rejected" : "unknown";
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        FailureMeters failed = byFailure.computeIfAbsent(
                new FailureSeries(
                        topics.tagFor(topic), outcome, cause.getClass().getSimpleName(), failure.kind()),
                this::register);
        failed.records.increment();
        failed.time.record(tookNanos, TimeUnit.NANOSECONDS);
        failed.errors.increment();
    }

    /** Its states begin anew with the next producer of this client.id. */
    @Override
    public void closed(String clientId) {
        states.remove(clientId);
    }

    /** Removes the series of clients that are gone. */
    void retain(Set<String> clientIds) {
        meters.retain(inFlightGauges, clientIds);
        inFlightByClient.keySet().retainAll(clientIds);
    }

    private LongAdder inFlight(String clientId) {
        LongAdder known = inFlightByClient.get(clientId);
        return known != null ? known : inFlightByClient.computeIfAbsent(clientId, this::registerInFlight);
    }

    private LongAdder registerInFlight(String clientId) {
        LongAdder count = new LongAdder();
        inFlightGauges.put(clientId, meters.gauge(MeterNames.PRODUCER_IN_FLIGHT, count::sum, clientId));
        return count;
    }

    private TopicMeters meters(String topic) {
        TopicMeters known = byTopic.get(topic);
        if (known != null) {
            return known;
        }
        String tag = topics.tagFor(topic);
        // What is over the cap is not cached by its own name: the map must stay bounded too.
        return byTopic.computeIfAbsent(tag, this::register);
    }

    private TopicMeters register(String topic) {
        return new TopicMeters(
                meters.counter(MeterNames.PRODUCER_RECORDS, topic, "success"),
                meters.counter(MeterNames.PRODUCER_BYTES, topic),
                meters.timer(MeterNames.PRODUCER_SEND, topic, "success"));
    }

    private FailureMeters register(FailureSeries series) {
        return new FailureMeters(
                meters.counter(MeterNames.PRODUCER_RECORDS, series.topic, series.outcome),
                meters.timer(MeterNames.PRODUCER_SEND, series.topic, series.outcome),
                meters.counter(MeterNames.PRODUCER_ERRORS, series.topic, series.exception, tag(series.kind)));
    }

    private static String tag(ErrorKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private record FailureSeries(String topic, String outcome, String exception, ErrorKind kind) {}

    private record FailureMeters(Counter records, Timer time, Counter errors) {}

    private record TopicMeters(Counter delivered, Counter bytes, Timer deliveryTime) {}
}
