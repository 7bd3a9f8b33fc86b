package io.kafkasdk.producer;

import io.kafkasdk.error.Diagnosis;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * How a send ended: every accepted send ends in exactly one of these.
 *
 * <pre>{@code
 * producer.send("orders", key, order).handle(SendOutcome::of).thenAccept(outcome -> {
 *     if (outcome instanceof SendOutcome.Rejected rejected) {
 *         retryLater(order, rejected.reason());
 *     }
 * });
 * }</pre>
 */
public sealed interface SendOutcome {

    /**
     * Returns the outcome of a send whose future ended; for {@code CompletableFuture.handle}.
     *
     * @param receipt what the future completed with, null where it failed
     * @param failure what it failed with, wrapped by dependents or not; null where it completed
     * @throws IllegalArgumentException when it is neither a receipt nor the failure of a send
     */
    static SendOutcome of(@Nullable SendReceipt receipt, @Nullable Throwable failure) {
        if (receipt != null) {
            return new Delivered(receipt);
        }
        Throwable reason =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (reason instanceof SendFailedException failed) {
            return failed.outcome();
        }
        throw new IllegalArgumentException("This is not the end of a send", failure);
    }

    /**
     * Acknowledged: by all in-sync replicas, or as {@link SendReceipt#durability} says.
     *
     * @param receipt where it landed
     */
    record Delivered(SendReceipt receipt) implements SendOutcome {}

    /**
     * Certainly not in the log: safe to send again.
     *
     * @param reason what happened, why, and what to do
     */
    record Rejected(Diagnosis reason) implements SendOutcome {}

    /**
     * May be in the log, may be not: sending it again may make a duplicate.
     *
     * @param reason what happened, why, and what to do
     */
    record Unknown(Diagnosis reason) implements SendOutcome {}
}
