package io.kafkasdk.deadletter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter that was read from its topic.
 *
 * <pre>{@code
 * DeadLetter.of(record).ifPresent(letter -> log.info("{} failed at {}-{}@{}: {}", letter.group(),
 *         letter.topic(), letter.partition(), letter.offset(), letter.exceptionClass()));
 * }</pre>
 *
 * <p><b>Threads:</b> as safe as the record it was read from.
 *
 * <p><b>Guarantee:</b> whatever the record holds, reading it throws nothing and loads no class. What it says was written by
 * whoever may write to the topic. {@link #toString()} shows neither key, value, headers nor message.
 *
 * @param letter the record of the dead letter topic, as it was read
 * @param group the consumer group that gave the record up
 * @param topic the topic that the record came from
 * @param partition its partition there, from 0
 * @param offset its offset there, from 0
 * @param timestampMillis its timestamp in milliseconds since the epoch; -1 where it had none
 * @param attempts how often it was tried; 0 where the letter does not say
 * @param part what of it failed
 * @param exceptionClass the class of the exception; empty where the letter does not say
 * @param message the beginning of the exception's message, which may repeat parts of the record; empty where the letter
 *     does not say
 * @param replays how often it was brought back before
 */
public record DeadLetter(
        ConsumerRecord<byte[], byte[]> letter,
        String group,
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        int attempts,
        FailedPart part,
        String exceptionClass,
        String message,
        int replays) {

    /**
     * Reads a record of a dead letter topic.
     *
     * @param letter any record
     * @return empty for a record that is not a dead letter of the SDK: group, topic, partition or offset is missing or wrong
     */
    public static Optional<DeadLetter> of(ConsumerRecord<byte[], byte[]> letter) {
        Headers headers = letter.headers();
        String group = text(headers, DeadLetterHeaders.GROUP);
        String topic = text(headers, DeadLetterHeaders.TOPIC);
        Long partition = HeaderText.number(headers, DeadLetterHeaders.PARTITION, 0);
        Long offset = HeaderText.number(headers, DeadLetterHeaders.OFFSET, 0);
        if (group.isEmpty()
                || topic.isEmpty()
                || partition == null
                || partition > Integer.MAX_VALUE
                || offset == null) {
            return Optional.empty();
        }
        Long timestamp = HeaderText.number(headers, DeadLetterHeaders.TIMESTAMP, 0);
        return Optional.of(new DeadLetter(
                letter,
                group,
                topic,
                partition.intValue(),
                offset,
                timestamp == null ? -1 : timestamp,
                HeaderText.count(headers, DeadLetterHeaders.ATTEMPTS),
                FailedPart.of(text(headers, DeadLetterHeaders.FAILED)),
                text(headers, DeadLetterHeaders.EXCEPTION),
                text(headers, DeadLetterHeaders.MESSAGE),
                HeaderText.count(headers, DeadLetterHeaders.REPLAYS)));
    }

    private static String text(Headers headers, String name) {
        String text = HeaderText.of(headers, name);
        return text == null ? "" : text;
    }

    /** Returns the key of the record, as it was read; null where it had none. */
    public byte @Nullable [] key() {
        return letter.key();
    }

    /** Returns the value of the record, as it was read; null for a tombstone. */
    public byte @Nullable [] value() {
        return letter.value();
    }

    /** Returns the headers of the record without the SDK's, in their order; a new list. */
    public List<Header> headers() {
        List<Header> originals = new ArrayList<>();
        for (Header header : letter.headers()) {
            if (!DeadLetterHeaders.isOwn(header.key())) {
                originals.add(header);
            }
        }
        return originals;
    }

    /** Returns its coordinates, without payload. */
    @Override
    public String toString() {
        return "DeadLetter[" + letter.topic() + "-" + letter.partition() + "@" + letter.offset() + " of " + topic + "-"
                + partition + "@" + offset + ", group=" + group + ", attempts=" + attempts + ", part=" + part
                + ", exceptionClass=" + exceptionClass + ", replays=" + replays + "]";
    }
}
