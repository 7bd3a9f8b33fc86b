package io.kafkasdk.deadletter;

/**
 * The names of the headers that the SDK puts on a dead letter, and on a record that is replayed; for readers in any
 * language. Every value is text in UTF-8, numbers are decimal. docs/dead-letters.md has the table.
 *
 * <p>All begin with {@code kafka-sdk.}, and no other headers of an application should: those of an earlier round are
 * replaced, so they never pile up.
 *
 * <p><b>Guarantee:</b> together they take at most 2 KiB. They say what happened; the SDK makes no decision by them but one:
 * a consumer leaves a record alone that carries {@link #REPLAY_GROUP} with the name of another group.
 */
public final class DeadLetterHeaders {

    /** Begins the name of every header that describes a dead letter. */
    public static final String PREFIX = "kafka-sdk.dl.";

    /** The consumer group that gave the record up. */
    public static final String GROUP = PREFIX + "group";

    /** The topic that the record was read from. */
    public static final String TOPIC = PREFIX + "topic";

    /** The partition that the record was read from, from 0. */
    public static final String PARTITION = PREFIX + "partition";

    /** The offset that the record was read from. */
    public static final String OFFSET = PREFIX + "offset";

    /** The timestamp of the record, in milliseconds since the epoch; -1 where it had none. */
    public static final String TIMESTAMP = PREFIX + "timestamp";

    /** How often the record was tried, from 1. */
    public static final String ATTEMPTS = PREFIX + "attempts";

    /** What failed: {@code key}, {@code value} or {@code handler}. */
    public static final String FAILED = PREFIX + "failed";

    /** The class of the exception; missing where the letter would have been too large with it. Never to be loaded. */
    public static final String EXCEPTION = PREFIX + "exception";

    /**
     * The beginning of the exception's message, control characters escaped; missing where there is none, or where the
     * letter would have been too large with it. It may repeat parts of the record.
     */
    public static final String MESSAGE = PREFIX + "message";

    /** How often the record was brought back from a dead letter topic before; 0 for the first time. */
    public static final String REPLAYS = PREFIX + "replays";

    /** How many of the record's own headers were left out, because they were too large; missing where all are there. */
    public static final String HEADERS_LEFT_OUT = PREFIX + "headers-left-out";

    /** Begins the name of every header that describes a replayed record. */
    public static final String REPLAY_PREFIX = "kafka-sdk.replay.";

    /** The only group that is to handle a replayed record; other groups of the topic have done so before. */
    public static final String REPLAY_GROUP = REPLAY_PREFIX + "group";

    /** How often the record was brought back, from 1. */
    public static final String REPLAY_COUNT = REPLAY_PREFIX + "count";

    private DeadLetterHeaders() {}

    /** Returns whether a header is one of the SDK's. */
    static boolean isOwn(String name) {
        return name.startsWith(PREFIX) || name.startsWith(REPLAY_PREFIX);
    }
}
