package io.kafkasdk.consumer;

import java.util.concurrent.CompletableFuture;

/**
 * One call of the handler.
 *
 * @param delivery of which record
 * @param stage what it returned, where it is asynchronous
 * @param startNanos when it began
 */
record Invocation(Delivery delivery, CompletableFuture<Object> stage, long startNanos) {

    boolean isIn(SimulatedMember process) {
        return delivery.process() == process;
    }
}
