package io.kafkasdk.events;

/**
 * The names in the event log: the logger, the values of {@link #ACTION} and the keys of the SLF4J key-value pairs.
 * docs/events.md tells which action has which keys. Keys follow the Elastic Common Schema where it has one; no key is the
 * beginning of another one, so that nested JSON can hold all of them.
 */
public final class EventNames {

    /** The logger of all events; its level switches them off. */
    public static final String LOGGER = "io.kafkasdk.events";

    /** The value of {@link #DATASET} in each event. */
    public static final String KAFKA_SDK = "kafka.sdk";

    /** How the consumption of a topic goes has changed. */
    public static final String STATUS_CHANGE = "status.change";
    /** A topic's lag in time is beyond the consumer's objective. */
    public static final String LAG_SLO_BREACH = "lag.slo.breach";
    /** A topic's lag in time is within the objective again. */
    public static final String LAG_SLO_MET = "lag.slo.met";
    /** Replicas of a topic that is written to left the ISR, or it takes no acks=all writes. */
    public static final String PRODUCER_ISR_SHORT = "producer.isr.short";
    /** The ISR of such a topic grew again. */
    public static final String PRODUCER_ISR_BACK = "producer.isr.back";
    /** What the guard found about a topic is new, or of another kind. */
    public static final String ACKS_VERDICT = "acks.verdict";
    /** Partitions came or were given back. */
    public static final String REBALANCE = "rebalance";
    /** Partitions were taken without asking: the group thought that the member was gone. */
    public static final String MEMBER_LOST = "member.lost";
    /** A position jumped: offsets are not read, or are read again. */
    public static final String OFFSET_RESET = "offset.reset";
    /** A record failed for the third time. */
    public static final String POISON_CANDIDATE = "poison.candidate";
    /** A record went to the dead letter topic, or could not. */
    public static final String DEAD_LETTER = "deadletter";
    /** A record was skipped by the declared policy. */
    public static final String RECORD_SKIPPED = "record.skipped";
    /** A consumer gives up no more records, because all fail. */
    public static final String CIRCUIT_OPEN = "circuit.open";
    /** Records flow again. */
    public static final String CIRCUIT_CLOSE = "circuit.close";
    /** The circuit breaker of a producer opened or closed. */
    public static final String BREAKER_CHANGE = "breaker.change";
    /** The advisor changed the settings of a producer, took that back, keeps it, or could not. */
    public static final String PRODUCER_TUNED = "producer.tuned";
    /** Offset commits fail. */
    public static final String COMMIT_FAILING = "commit.failing";
    /** Offset commits are taken again, and for two minutes none failed. */
    public static final String COMMIT_BACK = "commit.back";
    /** A consumer moved on in its life. */
    public static final String CONSUMER_STATE = "consumer.state";
    /** Nothing moves, though there is something to do. */
    public static final String CONSUMER_STALL = "consumer.stall";
    /** It moves again. */
    public static final String CONSUMER_MOVING = "consumer.moving";

    /** {@link #KAFKA_SDK}, by which the lines are found among others. */
    public static final String DATASET = "event.dataset";
    /** What happened: one of the actions here. */
    public static final String ACTION = "event.action";
    /** 1 for information, 2 where somebody should look today, 3 where somebody should look now; a number. */
    public static final String SEVERITY = "event.severity";
    /** Why, or which way, as one word. */
    public static final String REASON = "event.reason";
    /** How many like this were not written since the last line; a number, absent where there were none. */
    public static final String SUPPRESSED = "event.suppressed";
    /** How long before the line it happened, in milliseconds; a number, absent where the line was written at once. */
    public static final String DELAY_MILLIS = "event.delay_ms";

    /** The alias of the cluster. */
    public static final String CLUSTER = "kafka.cluster";
    /** The topic. */
    public static final String TOPIC = "kafka.topic";
    /** The partition; a number. */
    public static final String PARTITION = "kafka.partition";
    /** How many partitions; a number. */
    public static final String PARTITIONS = "kafka.partitions";
    /** The offset, or where a range of them begins; a number. */
    public static final String OFFSET = "kafka.offset";
    /** Where it goes on after a jump; a number. */
    public static final String OFFSET_TO = "kafka.offset_to";
    /** The consumer group or share group. */
    public static final String GROUP = "kafka.group";
    /** The client.id of a producer. */
    public static final String CLIENT_ID = "kafka.client_id";
    /** How consumption goes now, such as {@code stall}. */
    public static final String STATUS = "kafka.status";
    /** How it went before. */
    public static final String STATUS_BEFORE = "kafka.status_before";
    /** The lag in time, in seconds; a number. */
    public static final String LAG_SECONDS = "kafka.lag_seconds";
    /** The objective for it, in seconds; a number. */
    public static final String LAG_OBJECTIVE_SECONDS = "kafka.lag_objective_seconds";
    /** How many times a record was tried; a number. */
    public static final String ATTEMPTS = "kafka.attempts";
    /** The dead letter topic. */
    public static final String DEAD_LETTER_TOPIC = "kafka.dead_letter_topic";
    /** What the guard found, such as {@code no_headroom}. */
    public static final String VERDICT = "kafka.verdict";
    /** How many more replicas may leave the ISR before writes stop; a number, absent where it is not known. */
    public static final String HEADROOM = "kafka.headroom";

    /** The settings of a client before a change, as {@code key=value} with commas between. */
    public static final String SETTINGS_FROM = "kafka.settings_from";
    /** The settings of a client after it. */
    public static final String SETTINGS_TO = "kafka.settings_to";

    /** The class of the exception; never its message. */
    public static final String ERROR_TYPE = "error.type";
    /** The {@link io.kafkasdk.error.ErrorKind}. */
    public static final String ERROR_CODE = "error.code";

    private EventNames() {}
}
