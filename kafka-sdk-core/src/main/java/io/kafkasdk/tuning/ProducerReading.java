package io.kafkasdk.tuning;

import io.kafkasdk.producer.SendProgress;
import io.kafkasdk.producer.TunableProducer;
import io.kafkasdk.tuning.Instruments.Window;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What a producer's figures were at one instant; two of them make an observation.
 *
 * @param progress what became of its records
 * @param totals counts of its Kafka client since that was made, by meter; 0 for a meter that is not there
 * @param means mean values of the client over the last 30 to 60 s, by meter; 0 where nothing was sent meanwhile
 * @param sent records of that client, by topic
 */
record ProducerReading(
        SendProgress progress, Map<String, Double> totals, Map<String, Double> means, Map<String, Double> sent) {

    private static final String CLIENT_GROUP = "producer-metrics";
    private static final String TOPIC_GROUP = "producer-topic-metrics";
    private static final String TOPIC_TAG = "topic";

    // Of all connections of the client: requests for metadata are among them, one in minutes.
    private static final String REQUESTS = "request-total";
    private static final String OUTGOING_BYTES = "outgoing-byte-total";
    private static final String BUFFER_WAIT_NANOS = "bufferpool-wait-time-ns-total";
    private static final String FAILED = "record-error-total";
    private static final String RETRIED = "record-retry-total";
    private static final String SPLIT = "batch-split-total";
    private static final Set<String> CLIENT_TOTALS =
            Set.of(REQUESTS, OUTGOING_BYTES, BUFFER_WAIT_NANOS, FAILED, RETRIED, SPLIT);

    // Of each topic: compressed bytes of batches and the records in them, which no meter of the client tells exactly.
    private static final String BATCHED_BYTES = "byte-total";
    private static final String BATCHED_RECORDS = "record-send-total";
    private static final Set<String> TOPIC_TOTALS = Set.of(BATCHED_BYTES, BATCHED_RECORDS);

    private static final String BATCH_BYTES = "batch-size-avg";
    private static final String QUEUE_MILLIS = "record-queue-time-avg";
    private static final String REQUEST_MILLIS = "request-latency-avg";
    private static final Set<String> MEANS = Set.of(BATCH_BYTES, QUEUE_MILLIS, REQUEST_MILLIS);

    private static final double NANOS_PER_SECOND = 1e9;
    // Senders that wait for a twentieth of the time are held up; less may be one full garbage collection of a broker.
    // The
    // time is summed over all that wait, and nobody counts those: of a hundred threads a short wait of each is enough.
    // Then
    // a paced load passes for a flood: it is advised 10 ms of linger at most, and after a change its rate decides.
    private static final double SATURATED_SHARE = 0.05;

    /** Copies the maps. */
    ProducerReading {
        totals = Map.copyOf(totals);
        means = Map.copyOf(means);
        sent = Map.copyOf(sent);
    }

    /** Reads the producer now. Never blocks. */
    static ProducerReading of(TunableProducer producer) {
        return of(producer.progress(), producer.kafkaMetrics());
    }

    static ProducerReading of(SendProgress progress, Map<MetricName, ? extends Metric> meters) {
        Map<String, Double> totals = new HashMap<>();
        Map<String, Double> means = new HashMap<>();
        Map<String, Double> sent = new HashMap<>();
        meters.forEach((name, meter) -> {
            boolean ofClient = name.group().equals(CLIENT_GROUP);
            boolean ofTopic = name.group().equals(TOPIC_GROUP);
            String topic = name.tags().get(TOPIC_TAG);
            if (ofTopic && topic != null && name.name().equals(BATCHED_RECORDS)) {
                sent.merge(topic, value(meter), Double::sum);
            }
            if ((ofClient && CLIENT_TOTALS.contains(name.name())) || (ofTopic && TOPIC_TOTALS.contains(name.name()))) {
                totals.merge(name.name(), value(meter), Double::sum);
            } else if (ofClient && MEANS.contains(name.name())) {
                // Two clients where there is one for leader acknowledgements: the busier one counts.
                means.merge(name.name(), value(meter), Math::max);
            }
        });
        return new ProducerReading(progress, totals, means, sent);
    }

    /** Returns what happened since then; see {@link #since}. */
    Window windowSince(ProducerReading before) {
        Set<String> topics = sent.entrySet().stream()
                .filter(topic -> rise(before.sent, sent, topic.getKey()) > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        return new Window(
                since(before),
                progress.records() - before.progress.records(),
                (long) difference(before, FAILED),
                (long) difference(before, RETRIED),
                (long) difference(before, SPLIT),
                topics);
    }

    /**
     * Returns how the producer did since then.
     *
     * @param before a reading of the same producer, and best of the same client: after a hand-over its counts begin anew, so
     *     what the new client did stands for the whole time then
     * @return a figure that is not there is 0, never NaN; all are 0 where no time passed
     */
    TuningObservation since(ProducerReading before) {
        double seconds = (progress.nanoTime() - before.progress.nanoTime()) / NANOS_PER_SECOND;
        if (seconds <= 0) {
            return new TuningObservation(0, 0, 0, 0, 0, 0, 0, 0, false);
        }
        double batchedRecords = difference(before, BATCHED_RECORDS);
        double batchedBytes = difference(before, BATCHED_BYTES);
        double bytesPerRecord = batchedRecords > 0 ? batchedBytes / batchedRecords : 0;
        return new TuningObservation(
                (progress.records() - before.progress.records()) / seconds,
                (progress.bytes() - before.progress.bytes()) / seconds,
                difference(before, OUTGOING_BYTES) / seconds,
                difference(before, REQUESTS) / seconds,
                mean(BATCH_BYTES),
                bytesPerRecord > 0 ? mean(BATCH_BYTES) / bytesPerRecord : 0,
                mean(QUEUE_MILLIS),
                mean(REQUEST_MILLIS),
                isSaturated(before, seconds));
    }

    private boolean isSaturated(ProducerReading before, double seconds) {
        double waited = progress.waitedNanos() - before.progress.waitedNanos();
        double waitedForBuffer = difference(before, BUFFER_WAIT_NANOS);
        return Math.max(waited, waitedForBuffer) >= seconds * NANOS_PER_SECOND * SATURATED_SHARE;
    }

    private double difference(ProducerReading before, String total) {
        return rise(before.totals, totals, total);
    }

    /** Where the client was replaced meanwhile, its counts began anew. */
    private static double rise(Map<String, Double> before, Map<String, Double> after, String name) {
        double now = after.getOrDefault(name, 0.0);
        double then = before.getOrDefault(name, 0.0);
        return now >= then ? now - then : now;
    }

    private double mean(String name) {
        return means.getOrDefault(name, 0.0);
    }

    private static double value(Metric meter) {
        return meter.metricValue() instanceof Number number && Double.isFinite(number.doubleValue())
                ? number.doubleValue()
                : 0;
    }
}
