package io.kafkasdk.producer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.RecordMetadata;

/** What {@link KafkaProducerView} returns for a send: like the client's own future, it cannot be cancelled. */
final class MetadataFuture implements Future<RecordMetadata> {

    private final CompletableFuture<RecordMetadata> result = new CompletableFuture<>();

    void succeed(RecordMetadata metadata) {
        result.complete(metadata);
    }

    void fail(Exception failure) {
        result.completeExceptionally(failure);
    }

    /** Waits for the end, good or bad. */
    void await() throws InterruptedException {
        try {
            result.get();
        } catch (ExecutionException told) {
            // The callback and whoever holds the future know.
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return false;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public boolean isDone() {
        return result.isDone();
    }

    @Override
    public RecordMetadata get() throws InterruptedException, ExecutionException {
        return result.get();
    }

    @Override
    public RecordMetadata get(long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return result.get(timeout, unit);
    }
}
