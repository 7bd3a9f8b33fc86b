package io.kafkasdk.metrics;

import static io.kafkasdk.metrics.MeterName.counter;
import static io.kafkasdk.metrics.MeterName.gauge;
import static io.kafkasdk.metrics.MeterName.timer;

import java.util.List;

/** Meters of producers and of the guard. */
final class ProducerNames {

    private static final String CLIENT_ID = "client.id";
    static final String TOPIC = "topic";

    static final MeterName RECORDS = counter(
            "kafka.sdk.producer.records",
            null,
            "Sends that ended, by outcome; of a transaction also where it aborts later",
            TOPIC,
            "outcome");
    static final MeterName BYTES =
            counter("kafka.sdk.producer.bytes", "bytes", "Serialized keys and values that were acknowledged", TOPIC);
    static final MeterName SEND = timer(
            "kafka.sdk.producer.send",
            "Time from send until its outcome; of many records that are acknowledged at once, one in sixteen is timed",
            TOPIC,
            "outcome");
    static final MeterName ERRORS = counter(
            "kafka.sdk.producer.errors",
            "records",
            "Sends that failed, by Kafka's exception and by the cause that the SDK found",
            TOPIC,
            "exception",
            "cause");
    static final MeterName RETRIES = counter(
            "kafka.sdk.producer.retries",
            "records",
            "Records that the Kafka client sent again, by the reason that the state of the topic gives",
            TOPIC,
            "error");
    static final MeterName IN_FLIGHT =
            gauge("kafka.sdk.producer.inflight", "records", "Records accepted and without an outcome yet", CLIENT_ID);
    static final MeterName BUFFER_USED = gauge(
            "kafka.sdk.producer.buffer.used",
            "ratio",
            "Share of the Kafka client's buffer.memory that is taken; NaN while there is no client",
            CLIENT_ID);
    static final MeterName BLOCKED = timer(
            "kafka.sdk.producer.blocked",
            "Time that send held up its caller, where it did for a millisecond or more",
            CLIENT_ID);
    static final MeterName FENCED = counter(
            "kafka.sdk.producer.fenced",
            null,
            "Transactions that ended because another producer has the transactional id, or the coordinator took it away",
            CLIENT_ID);
    static final MeterName INVISIBLE = gauge(
            "kafka.sdk.producer.invisible",
            "records",
            "Records that the leader alone acknowledged, over a second ago, and that consumers do not see yet",
            CLIENT_ID,
            TOPIC);
    static final MeterName ACKS_VERDICT = gauge(
            "kafka.sdk.acks.verdict", null, "1 for the guard's present verdict on the topic, else 0", TOPIC, "verdict");
    static final MeterName ACKS_HEADROOM = gauge(
            "kafka.sdk.acks.headroom",
            null,
            "Replicas that may leave the ISR before acks=all writes stop; negative while writes are refused, NaN while unknown",
            TOPIC);

    static final List<MeterName> ALL = List.of(
            RECORDS,
            BYTES,
            SEND,
            ERRORS,
            RETRIES,
            IN_FLIGHT,
            BUFFER_USED,
            BLOCKED,
            FENCED,
            INVISIBLE,
            ACKS_VERDICT,
            ACKS_HEADROOM);

    /** What counts by topic. */
    static final List<MeterName> COUNTED_BY_TOPIC = List.of(RECORDS, BYTES, SEND, ERRORS, RETRIES);

    private ProducerNames() {}
}
