package io.kafkasdk.deadletter;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.settings.ProducerSettings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes dead letters for one consumer group: key, value and headers as they were read, and headers that say what happened
 * (see {@link DeadLetterHeaders}). Public for the compiler's sake: applications choose {@code FailurePolicy.DEAD_LETTER}.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 *
 * <p><b>Lifecycle:</b> asks for its producer with the first letter; who made the producer closes it.
 *
 * <p><b>Guarantee:</b> a stage that completed normally is worth what the producer's receipt says. The topic comes from
 * {@link GivenUp} alone, never from a record. The SDK's headers take at most 2 KiB, all headers at most 16 KiB: beyond that
 * the largest of the record's own are left out and counted. A letter that is too large for its topic is written once more
 * without exception and message, and with no more bytes of headers than the record had, as far as leaving out headers makes
 * that possible. A letter whose end is unknown may
 * be in the topic; writing it again may make a duplicate.
 */
public final class DeadLetterWriter {

    private static final int LONGEST_NAME = 200;
    private static final String NAME_END = ".dead-letters";
    /** Above the topic's own limit, so that this one decides; below the buffer of every profile. */
    private static final int MAX_REQUEST_BYTES = 16 << 20;

    private final String group;
    private final Supplier<GuardedProducer<byte[], byte[]>> producers;
    private volatile @Nullable GuardedProducer<byte[], byte[]> producer;

    /**
     * Makes a writer; connects to nothing.
     *
     * @param group the consumer group that gives records up
     * @param producer opens the producer, or returns the open one; asked with the first letter, and again when that one was
     *     closed
     */
    public DeadLetterWriter(String group, Supplier<GuardedProducer<byte[], byte[]>> producer) {
        this.group = group;
        this.producers = producer;
    }

    /**
     * Returns settings for the producer of a group's dead letters: bytes, and records of up to 16 MiB, so that the limit is
     * the topic's.
     *
     * @param group the consumer group
     */
    public static ProducerSettings<byte[], byte[]> producerSettings(String group) {
        return producerSettings(group, NAME_END);
    }

    /** Groups whose long names begin alike share a producer: it is of the same settings. */
    static ProducerSettings<byte[], byte[]> producerSettings(String group, String nameEnd) {
        String name = group.substring(0, Math.min(group.length(), LONGEST_NAME - nameEnd.length())) + nameEnd;
        return ProducerSettings.named(name, new ByteArraySerializer(), new ByteArraySerializer())
                .kafkaProperty(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(MAX_REQUEST_BYTES));
    }

    /**
     * Writes one dead letter. Blocks no longer than the producer's {@code maxBlock}; the first one also while the producer
     * is opened.
     *
     * @param record the record as it was read
     * @param why why it is given up, and where to
     * @return completes with the receipt, or with a {@link KafkaSdkException}, not wrapped: a
     *     {@link io.kafkasdk.producer.SendFailedException} of the producer, or one of kind
     *     {@link ErrorKind#BAD_RECORD} where the letter is too large in any form; never throws. Completes on the producer's
     *     threads, so a dependent must not block
     */
    public CompletionStage<SendReceipt> write(ConsumerRecord<byte[], byte[]> record, GivenUp why) {
        CompletableFuture<SendReceipt> written = new CompletableFuture<>();
        Letter letter = new Letter(group, record, why);
        attempt(written, letter::full, failure -> {
            if (isTooLarge(failure)) {
                attempt(written, letter::essential, again -> written.completeExceptionally(explained(letter, again)));
            } else {
                written.completeExceptionally(failure);
            }
        });
        return written;
    }

    /** Whoever hears of a failure of this one attempt. */
    private interface OnFailure {

        void failed(Throwable failure);
    }

    /** Sends; nothing is thrown, here or in a dependent, since that would leave the stage open for ever. */
    private void attempt(
            CompletableFuture<SendReceipt> written,
            Supplier<ProducerRecord<byte[], byte[]>> form,
            OnFailure onFailure) {
        CompletableFuture<SendReceipt> sent;
        try {
            sent = producer().send(form.get());
        } catch (Throwable failure) {
            sent = CompletableFuture.failedFuture(failure);
        }
        sent.whenComplete((receipt, failure) -> {
            if (failure == null) {
                written.complete(receipt);
                return;
            }
            try {
                onFailure.failed(noted(unwrapped(failure)));
            } catch (Throwable unexpected) {
                written.completeExceptionally(unexpected);
            }
        });
    }

    private GuardedProducer<byte[], byte[]> producer() {
        GuardedProducer<byte[], byte[]> known = producer;
        if (known == null) {
            // Two threads at a time get the same one: a producer is one per name.
            known = producers.get();
            producer = known;
        }
        return known;
    }

    /** A producer that was closed is asked for again, the next time. */
    private Throwable noted(Throwable failure) {
        if (failure instanceof KafkaSdkException ours && ours.kind() == ErrorKind.CLOSED) {
            producer = null;
        }
        return failure;
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static boolean isTooLarge(Throwable failure) {
        for (Throwable reason = failure; reason != null; reason = reason.getCause()) {
            if (reason instanceof RecordTooLargeException || reason instanceof RecordBatchTooLargeException) {
                return true;
            }
        }
        return false;
    }

    private Throwable explained(Letter letter, Throwable failure) {
        if (!isTooLarge(failure) || !(failure instanceof KafkaSdkException said)) {
            return failure;
        }
        String topic = letter.why().deadLetterTopic();
        ConsumerRecord<byte[], byte[]> record = letter.record();
        int bytes = letter.essentialBytes();
        return new KafkaSdkException(
                new Diagnosis(
                        ErrorKind.BAD_RECORD,
                        "The dead letter for the record at offset " + record.offset() + " of " + record.topic() + "-"
                                + record.partition() + " cannot be written to topic '" + topic
                                + "': it is too large, even without the reason of the failure",
                        "the letter has " + bytes + " bytes with its headers; "
                                + said.diagnosis().cause(),
                        "let topic '" + topic + "' take what its origin takes: kafka-configs.sh --bootstrap-server"
                                + " <broker> --alter --entity-type topics --entity-name " + topic
                                + " --add-config max.message.bytes=" + bytes + "; the letter is written then"),
                failure);
    }
}
