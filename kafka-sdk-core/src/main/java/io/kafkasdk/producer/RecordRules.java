package io.kafkasdk.producer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
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

    static Diagnosis unserializable(String topic, String part, Object serializer, RuntimeException failure) {
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

    static Diagnosis closed(String clientId, String topic) {
        return new Diagnosis(
                ErrorKind.CLOSED,
                "A record for topic '" + topic + "' was not sent",
                "producer '" + clientId + "' is closed",
                "ask the KafkaSdk for the producer again, or send before closing");
    }

    private static String printable(String topic) {
        int most = 60;
        String cut = topic.length() <= most ? topic : topic.substring(0, most) + "...";
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
