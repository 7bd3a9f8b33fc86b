package io.kafkasdk.spring.boot.handler;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Completes the stage that the consumer waits for. */
record StageAcknowledgement(CompletableFuture<Void> stage) implements Acknowledgement {

    @Override
    public void acknowledge() {
        stage.complete(null);
    }

    @Override
    public void fail(Throwable failure) {
        stage.completeExceptionally(Objects.requireNonNull(failure, "failure"));
    }
}
