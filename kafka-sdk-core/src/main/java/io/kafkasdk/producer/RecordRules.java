package io.kafkasdk.producer;

import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** What can be known to be wrong with a record before the Kafka client sees it. */
final class RecordRules {

    private static final int LONGEST_TOPIC_NAME = 249;

    private RecordRules() {}

    /** Returns whether this can be the name of a topic; no regular expression, since every send asks. */
    static boolean isTopicName(@Nullable String topic) {
        if (topic == null || topic.isEmpty() || topic.length() > LONGEST_TOPIC_NAME) {
            return false;
        }
        for (int i = 0; i < topic.length(); i++) {
            char c = topic.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            if (!letter && !digit && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return !topic.equals(".") && !topic.equals("..");
    }

    static Diagnosis badTopic(@Nullable String topic) {
        return new Diagnosis(
                ErrorKind.BAD_RECORD,
                "A record cannot be sent to the topic name " + (topic == null ? "null" : "'" + printable(topic) + "'"),
                "a topic name has 1 to 249 letters, digits, dots, underscores or hyphens and is not '.' or '..'",
                "name an existing topic");
    }

    static Diagnosis keylessTombstone(String topic) {
        return new Diagnosis(
                ErrorKind.BAD_RECORD,
                "A tombstone cannot be written to topic '" + topic + "'",
                "it has no key, so it would delete nothing",
                "name the key whose records are to be deleted");
    }

    static Diagnosis unserializable(String topic, String part, Object serializer, Throwable failure) {
        // Not the message: serializers like to quote what they could not write, and that is payload.
        return new Diagnosis(
                ErrorKind.BAD_RECORD,
                "The " + part + " of a record for topic '" + topic + "' cannot be serialized",
                serializer.getClass().getName() + " threw " + failure.getClass().getName(),
                "correct the " + part + " or the serializer; the exception behind this one has the details");
    }

    /** Makes the diagnosis; where key and value alone would fit, it was the rest of the record or the batch. */
    static Diagnosis tooLargeForTopic(String topic, int sizeBytes, int limitBytes) {
        String says = sizeBytes > limitBytes
                ? "key and value have "
                : "with its headers and the batch around it the record is larger than the topic takes: key and value"
                        + " alone have ";
        return new Diagnosis(
                ErrorKind.BAD_RECORD,
                "A record for topic '" + topic + "' is too large",
                says + sizeBytes + " bytes, the topic's max.message.bytes is " + limitBytes,
                "send less in one record, compress it (compression.type), or ask the topic's owner to raise max.message.bytes");
    }

    /**
     * Returns what is wrong with a record by what is known of its topic; null where nothing is. What was read of the topic
     * may be a minute old, so this refuses only what a change of the topic hardly cures.
     *
     * @param record the application's record
     * @param key its serialized key
     * @param sizeBytes its serialized key and value
     * @param uncompressed whether its batch is as large as its records
     * @param facts what is known of the topic
     */
    static @Nullable BadRecord fault(
            ProducerRecord<?, ?> record, byte @Nullable [] key, int sizeBytes, boolean uncompressed, TopicFacts facts) {
        // A compressed record may still fit: that one is the broker's to judge.
        if (uncompressed && sizeBytes > facts.maxMessageBytes()) {
            Diagnosis tooLarge = tooLargeForTopic(facts.name(), sizeBytes, facts.maxMessageBytes());
            return new BadRecord(tooLarge, new RecordTooLargeException(tooLarge.text()));
        }
        if (key == null && facts.compacted()) {
            Diagnosis keyless = new Diagnosis(
                    ErrorKind.BAD_RECORD,
                    "A record without a key cannot be written to topic '" + facts.name() + "'",
                    "its cleanup.policy contains 'compact', which keeps the last record of each key",
                    "give the record a key, or use a topic that is not compacted");
            return new BadRecord(keyless, new InvalidRecordException(keyless.text()));
        }
        Long timestamp = record.timestamp();
        return timestamp == null || facts.logAppendTime() ? null : badTimestamp(timestamp, facts);
    }

    private static @Nullable BadRecord badTimestamp(long timestamp, TopicFacts facts) {
        long ahead = timestamp - System.currentTimeMillis();
        if (ahead > facts.timestampAfterMaxMillis()) {
            return badTimestamp(
                    facts.name(),
                    ahead + " ms in the future, and the topic's message.timestamp.after.max.ms is "
                            + facts.timestampAfterMaxMillis());
        }
        if (-ahead > facts.timestampBeforeMaxMillis()) {
            return badTimestamp(
                    facts.name(),
                    -ahead + " ms old, and the topic's message.timestamp.before.max.ms is "
                            + facts.timestampBeforeMaxMillis());
        }
        return null;
    }

    private static BadRecord badTimestamp(String topic, String cause) {
        Diagnosis diagnosis = new Diagnosis(
                ErrorKind.BAD_RECORD,
                "The timestamp of a record for topic '" + topic + "' is out of range",
                "by this machine's clock it is " + cause,
                "correct the timestamp (milliseconds since the epoch) or this machine's clock, or send without a timestamp");
        return new BadRecord(diagnosis, new InvalidTimestampException(diagnosis.text()));
    }

    private static String printable(String topic) {
        int most = 60;
        String cut = topic.length() <= most ? topic : topic.substring(0, most) + "...";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
