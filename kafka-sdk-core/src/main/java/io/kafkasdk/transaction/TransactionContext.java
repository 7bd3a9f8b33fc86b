package io.kafkasdk.transaction;

import io.kafkasdk.acks.AcksGuard;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What all transactions of one producer share.
 *
 * @param clientId the producer's client.id
 * @param transactionalId the producer's transactional.id
 * @param transactionTimeout the longest time that a transaction may be open
 * @param guard knows the topics
 * @param nanoClock monotonic time in nanoseconds
 */
record TransactionContext(
        String clientId,
        String transactionalId,
        Duration transactionTimeout,
        AcksGuard guard,
        LongSupplier nanoClock) {}
