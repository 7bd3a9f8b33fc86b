package io.kafkasdk.transaction;

import org.jspecify.annotations.Nullable;

/**
 * The application's work within one transaction.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @param <T> what it returns, may be null
 * @param <X> what it throws besides unchecked exceptions
 */
@FunctionalInterface
public interface TransactionBlock<K, V, T extends @Nullable Object, X extends Exception> {

    /**
     * Does the work. Runs once: what it changes outside Kafka is not undone when the transaction is aborted.
     *
     * @param transaction for what belongs together; of no use once this returns
     * @return passed on to whoever asked for the transaction, once it is committed
     * @throws X aborts the transaction, and is passed on as it is
     */
    T run(Transaction<K, V> transaction) throws X;
}
