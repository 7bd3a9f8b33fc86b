package io.kafkasdk.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Counts failed records: one object for all of them, as callback of the plain client and as dependent of the futures. */
final class FailureCount implements Callback, BiConsumer<Object, @Nullable Throwable> {

    private final AtomicLong failures = new AtomicLong();

    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
        accept("", failure);
    }

    @Override
    public void accept(Object result, @Nullable Throwable failure) {
        if (failure != null) {
            failures.incrementAndGet();
        }
    }

    long count() {
        return failures.get();
    }
}
