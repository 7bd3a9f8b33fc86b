package io.kafkasdk.metrics;

import io.kafkasdk.acks.RetryCause;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.producer.SendOutcome;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.resilience.BreakerState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Throughput, latency and failures of producers, by topic. */
final class SendMeters implements SendListener {

    private final MeterSet meters;
    private final TopicCap topics;
    private final Map<String, TopicMeters> byTopic = new ConcurrentHashMap<>();
    /** As many as there are series: a hundred thousand records may fail at the same time. */
    private final Map<FailureSeries, FailureMeters> byFailure = new ConcurrentHashMap<>();

    private final InFlightMeters inFlight;
    private final Map<String, Timer> blocked = new ConcurrentHashMap<>();
    private final Map<String, Counter> fenced = new ConcurrentHashMap<>();
    private final ProducerStates states;
    /** Acknowledgements come in batches of one topic. */
    private volatile @Nullable TopicMeters last;

    SendMeters(MeterSet meters, TopicCap topics, CircuitStates circuits) {
        this.meters = meters;
        this.topics = topics;
        this.inFlight = new InFlightMeters(meters);
        this.states = new ProducerStates(meters, topics, circuits);
    }

    /** Registers the state of a producer before anything happens to it. */
    void opened(String clientId, Supplier<Number> inFlightRecords) {
        states.opened(clientId);
        inFlight.told(clientId, inFlightRecords);
        blocked.computeIfAbsent(clientId, id -> meters.timer(ProducerNames.BLOCKED, id));
    }

    /** Registers a transactional producer before anything happens to it. */
    void openedTransactional(String clientId) {
        inFlight.counted(clientId);
        fencings(clientId);
    }

    /** Registers a producer of the application's own, which has no breaker. */
    void openedAdopted(String clientId) {
        inFlight.counted(clientId);
        blocked.computeIfAbsent(clientId, id -> meters.timer(ProducerNames.BLOCKED, id));
    }

    @Override
    public void breakerChanged(String clientId, BreakerState state) {
        states.breaker(clientId, state);
    }

    @Override
    public void invisible(String clientId, String topic, long records) {
        states.invisible(clientId, topic, records);
    }

    /** Returns what counts those records as under way that were accepted and did not end, of clients that do not tell. */
    InFlightMeters inFlight() {
        return inFlight;
    }

    /** What is in flight and each time: guarded producers tell the one, and of the other a sample is enough. */
    @Override
    public boolean wantsEachTime() {
        return false;
    }

    @Override
    public void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {
        succeeded(receipt.topic(), sizeBytes, tookNanos);
    }

    /** Counts an accepted record that was acknowledged. */
    void succeeded(String topic, int sizeBytes, long tookNanos) {
        TopicMeters ofTopic = meters(topic);
        ofTopic.delivered.increment();
        ofTopic.bytes.increment(sizeBytes);
        if (tookNanos != NOT_MEASURED) {
            ofTopic.deliveryTime.record(tookNanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void failed(
            String clientId, String topic, SendFailedException failure, boolean wasAccepted, long tookNanos) {
        String outcome = failure.outcome() instanceof SendOutcome.Rejected ? "rejected" : "unknown";
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        failed(topic, outcome, cause.getClass().getSimpleName(), failure.kind(), tookNanos);
    }

    /** Counts a record that failed. */
    void failed(String topic, String outcome, String exception, ErrorKind kind, long tookNanos) {
        FailureMeters failed = byFailure.computeIfAbsent(
                new FailureSeries(topics.tagFor(topic), outcome, exception, kind), this::register);
        failed.records.increment();
        failed.time.record(tookNanos, TimeUnit.NANOSECONDS);
        failed.errors.increment();
    }

    @Override
    public void blocked(String clientId, long nanos) {
        blocked.computeIfAbsent(clientId, id -> meters.timer(ProducerNames.BLOCKED, id))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void retried(String clientId, String topic, long records, RetryCause cause) {
        meters.counter(ProducerNames.RETRIES, topics.tagFor(topic), cause.name())
                .increment((double) records);
    }

    /** Counts a transaction that ended because its producer was fenced. */
    void fenced(String clientId) {
        fencings(clientId).increment();
    }

    private Counter fencings(String clientId) {
        return fenced.computeIfAbsent(clientId, id -> meters.counter(ProducerNames.FENCED, id));
    }

    /** Its states begin anew with the next producer of this client.id. */
    @Override
    public void closed(String clientId) {
        states.remove(clientId);
    }

    /** Removes the series of clients that are gone. */
    void retain(Set<String> clientIds) {
        states.retain(clientIds);
        inFlight.retain(clientIds);
        meters.retain(blocked, clientIds);
        meters.retain(fenced, clientIds);
    }

    /** Removes what counts by this topic: nobody writes to it any more, and it may not exist. It begins anew if one does. */
    void forget(String topic) {
        // The series first: one that is looked up meanwhile must not stay in the maps without being in the registry.
        for (MeterName name : ProducerNames.COUNTED_BY_TOPIC) {
            meters.remove(name, ProducerNames.TOPIC, topic);
        }
        byTopic.remove(topic);
        last = null;
        byFailure.keySet().removeIf(series -> series.topic.equals(topic));
    }

    private TopicMeters meters(String topic) {
        TopicMeters before = last;
        if (before != null && before.topic.equals(topic)) {
            return before;
        }
        TopicMeters known = byTopic.get(topic);
        if (known != null) {
            last = known;
            if (!byTopic.containsKey(topic)) {
                // Forgotten meanwhile.
                last = null;
            }
            return known;
        }
        String tag = topics.tagFor(topic);
        // What is over the cap is not cached by its own name: the map must stay bounded too.
        return byTopic.computeIfAbsent(tag, this::register);
    }

    private TopicMeters register(String topic) {
        return new TopicMeters(
                topic,
                meters.counter(ProducerNames.RECORDS, topic, "success"),
                meters.counter(ProducerNames.BYTES, topic),
                meters.histogram(ProducerNames.SEND, topic, "success"));
    }

    private FailureMeters register(FailureSeries series) {
        return new FailureMeters(
                meters.counter(ProducerNames.RECORDS, series.topic, series.outcome),
                meters.histogram(ProducerNames.SEND, series.topic, series.outcome),
                meters.counter(ProducerNames.ERRORS, series.topic, series.exception, tag(series.kind)));
    }

    private static String tag(ErrorKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private record FailureSeries(String topic, String outcome, String exception, ErrorKind kind) {}

    private record FailureMeters(Counter records, Timer time, Counter errors) {}

    private record TopicMeters(String topic, Counter delivered, Counter bytes, Timer deliveryTime) {}
}
