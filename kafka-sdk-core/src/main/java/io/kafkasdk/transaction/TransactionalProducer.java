package io.kafkasdk.transaction;

import io.kafkasdk.settings.ConfigExplanation;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Runs blocks of work in Kafka transactions: all records and offsets of a block count, or none.
 *
 * <pre>{@code
 * TransactionalProducer<String, Order> orders =
 *         sdk.transactionalProducer(TransactionSettings.named("orders", "0", keys, values));
 * orders.run(transaction -> {
 *     transaction.send("orders", order.id(), order);
 *     transaction.send("audit", order.id(), order);
 *     return order.id();
 * });
 * }</pre>
 *
 * <p>Read, process, write exactly once, with a plain {@code KafkaConsumer} whose {@code enable.auto.commit} is false and
 * whose {@code isolation.level} is {@code read_committed}:
 *
 * <pre>{@code
 * while (running) {
 *     ConsumerRecords<String, Order> batch = consumer.poll(Duration.ofMillis(200));
 *     if (batch.isEmpty()) {
 *         continue;
 *     }
 *     try {
 *         invoices.run(transaction -> {
 *             for (ConsumerRecord<String, Order> order : batch) {
 *                 transaction.send("invoices", order.key(), invoice(order.value()));
 *             }
 *             transaction.offsets(batch, consumer.groupMetadata());
 *             return batch.count();
 *         });
 *     } catch (TransactionFailedException failed) {
 *         log.warn("Going back to what is committed", failed);
 *         // Aborted or not, the committed offsets tell the truth: the consumer's own position is too far.
 *         consumer.committed(consumer.assignment()).forEach((partition, offset) -> {
 *             if (offset == null) {
 *                 consumer.seekToBeginning(List.of(partition)); // or wherever the group starts
 *             } else {
 *                 consumer.seek(partition, offset);
 *             }
 *         });
 *     }
 * }
 * }</pre>
 *
 * <p><b>Threads:</b> safe for use by any number of threads; one transaction at a time, the others wait for their turn in
 * the order they came. Blocks run on the caller's thread.
 *
 * <p><b>Lifecycle:</b> made by {@code KafkaSdk.transactionalProducer}, which closes it too; share one instance per name.
 * Makes its Kafka client with the first transaction, and a new one after a failure that the old one does not survive:
 * fenced, timed out, or not sure of its state. The {@code transactional.id} is taken over with it, which aborts whatever
 * an earlier holder left open.
 *
 * <p><b>Guarantee:</b> each run ends in exactly one of: it returns, then all of the block is committed; it throws
 * {@link TransactionFailedException} with {@link TransactionOutcome.Aborted}, or what the block threw, then nothing of it
 * counts; it throws with {@link TransactionOutcome.Unknown}, then the commit was asked for and not answered. Consumers
 * without {@code isolation.level=read_committed} see aborted records too, and what a block does outside Kafka is not part
 * of its transaction.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface TransactionalProducer<K, V> extends AutoCloseable {

    /**
     * Runs a block in a transaction of its own: begins, runs the block once, waits for the acknowledgement of all it
     * sent, commits. Aborts when the block throws, when a record or an offset failed, when the thread is interrupted
     * before the commit, or when it all takes longer than the transaction timeout.
     *
     * <p>Besides the block itself it blocks, each at most: the transaction timeout for its turn, 30 s after repeated
     * trouble, {@code finishTimeout} (default 30 s) for the first transaction of a new client, before it 10 s
     * where the client that was given up has not ended,
     * {@code deliveryTimeout} (default 30 s) and 1 s for acknowledgements, {@code finishTimeout} for the commit and, where that
     * fails, for the abort. On a healthy cluster that is some milliseconds.
     *
     * @param block does the work
     * @return what the block returned
     * @throws X what the block threw, after the abort
     * @throws TransactionFailedException when it was not committed, or may not have been: see the outcome
     * @throws IllegalStateException when called from within a block of this producer
     */
    <T extends @Nullable Object, X extends Exception> T run(TransactionBlock<K, V, T, X> block) throws X;

    /** Returns the client.id: the application's name, a dot, the producer's name, and {@code .tx}. */
    String clientId();

    /** Returns the transactional.id: the application's name, the producer's name and its instance, with dots between. */
    String transactionalId();

    /**
     * Returns every Kafka property of this producer's client, with its value, who decided it and why. Does not block; works
     * after closing too.
     */
    ConfigExplanation explain();

    /**
     * Returns the meters of its Kafka client by name. The values are live; all of them change when the client is replaced,
     * so ask again rather than keep it. Never blocks; empty before the first transaction and while the client is replaced.
     */
    Map<MetricName, ? extends Metric> kafkaMetrics();

    /** Closes within 10.5 s; see {@link #close(Duration)}. */
    @Override
    void close();

    /**
     * Refuses new transactions, gives the running one two thirds of the time to end, and aborts it after that. Twice is
     * fine. Called from within a block it returns at once: that block's transaction ends as any other one, with its commit
     * when nothing failed, and then the producer is closed.
     *
     * <p>A Kafka client that has not ended by then ends in the background, within {@code request.timeout.ms} (default 10 s);
     * until then its name cannot be opened again.
     *
     * @param timeout the longest time to take, give or take 500 ms; with zero the running transaction may stay open on the
     *     brokers until its timeout
     */
    void close(Duration timeout);
}
