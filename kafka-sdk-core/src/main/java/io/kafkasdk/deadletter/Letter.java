package io.kafkasdk.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter in the making: the record's own bytes, and headers that say what happened to it.
 *
 * @param group who gave it up
 * @param record what was read
 * @param why why it is given up
 */
record Letter(String group, ConsumerRecord<byte[], byte[]> record, GivenUp why) {

    /** The most bytes that the SDK's headers take. */
    static final int MOST_OWN_BYTES = 2_048;

    /** The most bytes that all headers take. */
    static final int MOST_BYTES = 16_384;

    /** What a batch and a record take around their contents, rounded up. */
    private static final int BATCH_BYTES = 128;

    private static final int LONGEST_NAME = 250;
    private static final int LONGEST_MESSAGE = 800;
    /** More characters than that never fit into a message, so they are not looked at. */
    private static final int MOST_LOOKED_AT = 4 * LONGEST_MESSAGE;

    /** Returns the letter with the whole reason. */
    ProducerRecord<byte[], byte[]> full() {
        List<Header> own = coordinates();
        own.add(header(DeadLetterHeaders.EXCEPTION, failure().getClass().getName(), LONGEST_NAME));
        String message = message();
        if (!message.isEmpty()) {
            own.add(header(DeadLetterHeaders.MESSAGE, message, LONGEST_MESSAGE));
        }
        return with(own, MOST_BYTES);
    }

    /**
     * Returns the letter without exception and message, and with no more bytes of headers than the record had, where leaving
     * out headers makes that possible: what fitted into its topic fits into another one of that size.
     */
    ProducerRecord<byte[], byte[]> essential() {
        return with(coordinates(), Math.min(MOST_BYTES, originalHeaderBytes()));
    }

    /** Returns how many bytes of the log the essential letter takes at the most, alone in a batch, not compressed. */
    int essentialBytes() {
        ProducerRecord<byte[], byte[]> made = essential();
        return BATCH_BYTES + length(made.key()) + length(made.value()) + HeaderBudget.bytes(made.headers());
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private int originalHeaderBytes() {
        return HeaderBudget.bytes(record.headers());
    }

    private ProducerRecord<byte[], byte[]> with(List<Header> own, int mostBytes) {
        List<Header> originals = new ArrayList<>();
        for (Header header : record.headers()) {
            if (!DeadLetterHeaders.isOwn(header.key())) {
                originals.add(header);
            }
        }
        Header countOfAll = header(DeadLetterHeaders.HEADERS_LEFT_OUT, originals.size());
        int room = mostBytes - HeaderBudget.bytes(own);
        List<Header> fitting = HeaderBudget.fitting(originals, room);
        if (fitting.size() < originals.size()) {
            fitting = HeaderBudget.fitting(originals, room - HeaderBudget.bytes(countOfAll));
        }
        int leftOut = originals.size() - fitting.size();
        List<Header> all = new ArrayList<>(fitting);
        all.addAll(own);
        if (leftOut > 0) {
            all.add(header(DeadLetterHeaders.HEADERS_LEFT_OUT, leftOut));
        }
        // Without a partition the key chooses it, without a timestamp it is now: retention counts from here.
        return new ProducerRecord<>(why.deadLetterTopic(), null, null, record.key(), record.value(), all);
    }

    private List<Header> coordinates() {
        List<Header> headers = new ArrayList<>();
        headers.add(header(DeadLetterHeaders.GROUP, group, LONGEST_NAME));
        headers.add(header(DeadLetterHeaders.TOPIC, record.topic(), LONGEST_NAME));
        headers.add(header(DeadLetterHeaders.PARTITION, record.partition()));
        headers.add(header(DeadLetterHeaders.OFFSET, record.offset()));
        headers.add(header(DeadLetterHeaders.TIMESTAMP, record.timestamp()));
        headers.add(header(DeadLetterHeaders.ATTEMPTS, why.attempts()));
        headers.add(header(DeadLetterHeaders.FAILED, why.part().text(), LONGEST_NAME));
        headers.add(header(DeadLetterHeaders.REPLAYS, replays()));
        return headers;
    }

    /** Counts only what was replayed for this group: another group's replays are no affair of its. */
    private int replays() {
        String replayedFor = HeaderText.of(record.headers(), DeadLetterHeaders.REPLAY_GROUP);
        return group.equals(replayedFor) ? HeaderText.count(record.headers(), DeadLetterHeaders.REPLAY_COUNT) : 0;
    }

    private Throwable failure() {
        Throwable failure = why.failure();
        boolean wrapper = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapper && failure.getCause() != null ? failure.getCause() : failure;
    }

    private String message() {
        String message;
        try {
            message = failure().getMessage();
        } catch (RuntimeException | StackOverflowError unreadable) {
            // An application's exception makes its message by code of its own.
            return "";
        }
        if (message == null) {
            return "";
        }
        return message.length() <= MOST_LOOKED_AT ? message : message.substring(0, MOST_LOOKED_AT);
    }

    private static Header header(String name, long number) {
        return header(name, Long.toString(number), LONGEST_NAME);
    }

    private static Header header(String name, String text, int mostBytes) {
        return new RecordHeader(name, HeaderText.bounded(text, mostBytes).getBytes(StandardCharsets.UTF_8));
    }
}
