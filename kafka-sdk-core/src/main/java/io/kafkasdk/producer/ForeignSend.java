package io.kafkasdk.producer;

import io.kafkasdk.acks.TopicSafety;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.FailureText;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** One record on its way through a client of the application's own; tells exactly one outcome. */
final class ForeignSend implements Callback {

    private static final AtomicIntegerFieldUpdater<ForeignSend> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(ForeignSend.class, "ended");

    private final ForeignProducer.Place place;
    private final String topic;
    private final @Nullable Callback own;
    private final long startNanos;
    /** 1 once it is told: the client may tell its callback what it also throws. */
    @SuppressWarnings("unused")
    private volatile int ended;

    ForeignSend(ForeignProducer.Place place, String topic, @Nullable Callback own, long startNanos) {
        this.place = place;
        this.topic = topic;
        this.own = own;
        this.startNanos = startNanos;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        try {
            if (!ENDED.compareAndSet(this, 0, 1)) {
                return;
            }
            if (exception == null && metadata != null) {
                delivered(metadata);
            } else if (exception != null) {
                failed(exception, metadata == null ? -1 : metadata.partition(), SendFailures.leavesNothing(exception));
            }
        } finally {
            if (own != null) {
                own.onCompletion(metadata, exception);
            }
        }
    }

    /** The client threw: no callback will come, but for what it may have taken all the same. */
    void thrown(Throwable thrown) {
        if (ENDED.compareAndSet(this, 0, 1)) {
            Exception failure = thrown instanceof Exception exception
                    ? exception
                    : new KafkaException("The Kafka client ended with an error", thrown);
            failed(failure, -1, failure == thrown && !ClientFailures.mayHaveTaken(failure));
        }
    }

    private void delivered(RecordMetadata metadata) {
        TopicSafety safety = place.guard().safetyOf(topic);
        SendReceipt receipt = new SendReceipt(
                topic,
                metadata.partition(),
                metadata.offset(),
                metadata.timestamp(),
                safety.verdict().kind(),
                place.durability(),
                Visibility.of(place.durability(), safety, metadata.partition()));
        int size = Math.max(0, metadata.serializedKeySize()) + Math.max(0, metadata.serializedValueSize());
        place.listener().delivered(place.clientId(), receipt, size, System.nanoTime() - startNanos);
    }

    private void failed(Exception reason, int partition, boolean leftNothing) {
        long took = System.nanoTime() - startNanos;
        Diagnosis diagnosis = diagnose(reason, partition, took);
        SendFailedException failure = leftNothing
                ? SendFailedException.rejected(diagnosis, reason)
                : SendFailedException.unknown(diagnosis, reason);
        place.listener().failed(place.clientId(), topic, failure, true, took);
    }

    /** By what was last seen of the topic: this may be the client's I/O thread, which must not wait for a look. */
    private Diagnosis diagnose(Exception reason, int partition, long tookNanos) {
        if (reason instanceof InterruptException) {
            return Refusals.interrupted(topic);
        }
        try {
            return place.guard().explain(topic, partition, reason, Duration.ofNanos(tookNanos));
        } catch (RuntimeException unexpected) {
            // The application's callback must be told, whatever happens here.
            return new Diagnosis(
                    ErrorKind.UNEXPECTED,
                    "A record for topic '" + topic + "' was not acknowledged",
                    FailureText.of(reason),
                    "see the cause");
        }
    }
}
