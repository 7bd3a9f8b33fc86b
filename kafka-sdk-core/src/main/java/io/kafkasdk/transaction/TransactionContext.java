package io.kafkasdk.transaction;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.producer.SendTracing;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What all transactions of one producer share.
 *
 * @param clientId the producer's client.id
 * @param transactionalId the producer's transactional.id
 * @param transactionTimeout the longest time that a transaction may be open
 * @param guard knows the topics
 * @param listener told of every record
 * @param nanoClock monotonic time in nanoseconds
 * @param pause waits
 * @param tracing follows records
 */
record TransactionContext(
        String clientId,
        String transactionalId,
        Duration transactionTimeout,
        AcksGuard guard,
        QuietTransactions listener,
        LongSupplier nanoClock,
        Pause pause,
        SendTracing tracing) {}
