package io.kafkasdk.producer;

import io.kafkasdk.error.Diagnosis;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way: turns the client's callback into exactly one outcome. Future, callback and state are one object,
 * because every send makes one.
 */
final class PendingSend extends CompletableFuture<SendReceipt> implements Callback {

    private static final AtomicIntegerFieldUpdater<PendingSend> ENDED =
            AtomicIntegerFieldUpdater.newUpdater(PendingSend.class, "ended");

    private final SendContext context;
    private final TopicRoute route;
    private final int sizeBytes;
    private final long startNanos;

    /**
     * The thread inside the client's {@code send} for this record; what the client refused it with, on that thread; null
     * once the client has it. Another thread only ever compares it with itself, which needs no ordering.
     */
    private @Nullable Object stage = Thread.currentThread();
    /**
     * 1 from its end on: the client may still tell a result behind an Error that it threw. The future cannot answer for
     * that, since its owner may complete it too.
     */
    @SuppressWarnings("unused")
    private volatile int ended;

    PendingSend(SendContext context, TopicRoute route, int sizeBytes, long startNanos) {
        this.context = context;
        this.route = route;
        this.sizeBytes = sizeBytes;
        this.startNanos = startNanos;
    }

    String topic() {
        return route.topic();
    }

    TopicRoute route() {
        return route;
    }

    int sizeBytes() {
        return sizeBytes;
    }

    long startNanos() {
        return startNanos;
    }

    /** Returns the time since {@code send} was called. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** Called by the sending thread before each try to hand the record over. */
    void handingOver() {
        stage = Thread.currentThread();
    }

    /**
     * Called by the sending thread behind each try.
     *
     * @return what the client refused the record with; null when it has it
     */
    @Nullable
    Exception handedOver() {
        Exception refusal = stage instanceof Exception refused ? refused : null;
        stage = null;
        return refusal;
    }

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception exception) {
        if (exception == null && metadata != null) {
            deliver(metadata);
            return;
        }
        Exception reason = exception == null ? new IllegalStateException("no metadata") : exception;
        if (stage == Thread.currentThread()) {
            stage = reason;
            return;
        }
        route.client().note(reason);
        int partition = metadata == null ? -1 : metadata.partition();
        context.desk().report(new FailedSend(this, reason, partition, true, System.nanoTime()));
    }

    private void deliver(RecordMetadata metadata) {
        if (!ENDED.compareAndSet(this, 0, 1)) {
            return;
        }
        long now = context.ackClock().read(startNanos);
        context.gate().acknowledged(sizeBytes, now);
        route.leave();
        SendReceipt receipt = route.receipt(metadata, context.guard().safetyOf(route.topic()));
        try {
            long took = now == AckClock.NOT_READ ? SendListener.NOT_MEASURED : now - startNanos;
            context.listener().delivered(context.clientId(), receipt, sizeBytes, took);
        } finally {
            complete(receipt);
        }
    }

    /** Ends the send with a failure, unless it has ended. */
    void fail(FailedSend failed, Diagnosis diagnosis) {
        if (!ENDED.compareAndSet(this, 0, 1)) {
            return;
        }
        boolean nothingLeft = !failed.handedOver() || SendFailures.leavesNothing(failed.reason());
        SendFailedException failure = nothingLeft
                ? SendFailedException.rejected(diagnosis, failed.reason())
                : SendFailedException.unknown(diagnosis, failed.reason());
        context.gate().failed(sizeBytes, startNanos, diagnosis);
        route.leave();
        try {
            context.listener().failed(context.clientId(), topic(), failure, true, System.nanoTime() - startNanos);
        } finally {
            completeExceptionally(failure);
        }
    }
}
