package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.error.Diagnosis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** One record on its way: turns the client's callback into exactly one outcome. */
final class PendingSend implements Callback {

    private final SendContext context;
    private final String topic;
    private final int sizeBytes;
    private final long startNanos;
    private final CompletableFuture<SendReceipt> future = new CompletableFuture<>();

    /**
     * The thread inside the client's {@code send} for this record, null once it returned. Only ever compared with the
     * current thread, which needs no ordering: a thread sees its own writes.
     */
    private @Nullable Thread sender = Thread.currentThread();

    PendingSend(SendContext context, String topic, int sizeBytes, long startNanos) {
        this.context = context;
        this.topic = topic;
        this.sizeBytes = sizeBytes;
        this.startNanos = startNanos;
    }

    String topic() {
        return topic;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    /** Returns the time since {@code send} was called. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    CompletableFuture<SendReceipt> future() {
        return future;
    }

    /** Called by the sending thread when the client has taken the record, or refused it. */
    void handedOver() {
        sender = null;
    }

    /** Returns whether the client took the record; to be asked by the thread that runs the callback. */
    private boolean wasHandedOver() {
        return sender != Thread.currentThread();
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception == null && metadata != null) {
            deliver(metadata);
            return;
        }
        int partition = metadata == null ? -1 : metadata.partition();
        Exception reason = exception == null ? new IllegalStateException("no metadata") : exception;
        context.desk().report(new FailedSend(this, reason, partition, wasHandedOver(), System.nanoTime()));
    }

    private void deliver(RecordMetadata metadata) {
        AcksGuard guard = context.guard();
        SendReceipt receipt = new SendReceipt(
                topic,
                metadata.partition(),
                metadata.offset(),
                metadata.timestamp(),
                guard.safetyOf(topic).verdict().kind(),
                Durability.ALL,
                Visibility.VISIBLE);
        try {
            context.listener().delivered(context.clientId(), receipt, sizeBytes, System.nanoTime() - startNanos);
        } finally {
            future.complete(receipt);
        }
    }

    /** Ends the send with a failure. */
    void fail(FailedSend failed, Diagnosis diagnosis) {
        boolean nothingLeft = !failed.handedOver() || SendFailures.leavesNothing(failed.reason());
        SendFailedException failure = nothingLeft
                ? SendFailedException.rejected(diagnosis, failed.reason())
                : SendFailedException.unknown(diagnosis, failed.reason());
        try {
            context.listener().failed(context.clientId(), topic, failure, true, System.nanoTime() - startNanos);
        } finally {
            future.completeExceptionally(failure);
        }
    }
}
