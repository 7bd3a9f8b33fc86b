package io.kafkasdk.producer;

import io.kafkasdk.settings.ConfigExplanation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Sends records with acks=all, idempotence and a guard that knows whether the topic can keep that promise.
 *
 * <pre>{@code
 * GuardedProducer<String, Order> orders = sdk.producer(ProducerSettings.named("orders", keys, values));
 * orders.send("orders", order.id(), order).thenAccept(receipt -> log.info("{}", receipt));
 * }</pre>
 *
 * <p><b>Threads:</b> safe for use by any number of threads. Futures complete on the Kafka client's I/O thread, where a
 * dependent that blocks stalls every topic: use {@code thenAcceptAsync} for slow work. Failures that take a look at the
 * cluster to explain complete on a thread named {@code kafka-sdk-diagnosis-<client id>}, where a dependent that blocks
 * holds up the other failures.
 *
 * <p><b>Lifecycle:</b> made by {@code KafkaSdk.producer}, which closes it too; share one instance per name. A Kafka client
 * behind it that never sends again (its first login was refused, KAFKA-20237, or its state is fatal) is replaced by itself;
 * the records that it held end as unknown, and its meters begin anew.
 *
 * <p><b>Guarantee:</b> a completed future on a SAFE topic survives the loss of {@code min.insync.replicas - 1} brokers.
 * Records of one key reach the log in the order of their {@code send} calls, without duplicates from retries. Every
 * accepted send ends in exactly one {@link SendOutcome}, at most 1 s after the delivery timeout. It does not survive the
 * power loss of all replicas at once, and a sender that repeats an {@linkplain SendOutcome.Unknown unknown} outcome may
 * write a duplicate.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public interface GuardedProducer<K, V> extends AutoCloseable {

    /**
     * Sends one record. Blocks at most {@code maxBlock} (default 1 s), and only while the topic's metadata is unknown,
     * while as much is under way as may be, or while its turn by the rate limit has not come.
     *
     * @param topic the topic
     * @param key decides the partition; null spreads records
     * @param value null is a tombstone
     * @return completes with the receipt, or with a {@link SendFailedException}; never throws for a single record's
     *     trouble
     */
    CompletableFuture<SendReceipt> send(String topic, @Nullable K key, @Nullable V value);

    /**
     * Sends one record with headers, partition or timestamp of its own; otherwise like
     * {@link #send(String, Object, Object)}.
     *
     * @param record the record; its headers must not be changed afterwards
     */
    CompletableFuture<SendReceipt> send(ProducerRecord<K, V> record);

    /**
     * Deletes a key of a compacted topic: sends a record of this key without a value, whatever the value serializer would
     * make of null. The broker drops older records of the key when it compacts, and the tombstone itself after
     * {@code delete.retention.ms}. Otherwise like {@link #send(String, Object, Object)}; headers go with
     * {@link #send(ProducerRecord)} and a null value.
     *
     * @param topic the topic
     * @param key the key to delete; null ends as {@link SendOutcome.Rejected} with
     *     {@link io.kafkasdk.error.ErrorKind#BAD_RECORD}
     * @return as for the other sends
     */
    CompletableFuture<SendReceipt> tombstone(String topic, K key);

    /** Returns the client.id: the application's name, a dot, the producer's name. */
    String clientId();

    /**
     * Returns this producer behind Kafka's own interface, so that code written against that gets the guard. Keep it: each
     * call makes a new view. It behaves like {@code KafkaProducer}, except that {@code send} keeps to {@code maxBlock}.
     *
     * <p><b>What differs:</b>
     *
     * <ul>
     *   <li>Failures have the class of the Kafka client's exception, with the diagnosis as message. The cause is the
     *       {@link SendFailedException}, with its outcome, and the client's exception is behind that. Where the SDK
     *       itself refuses, an unsafe topic is a {@code PolicyViolationException}, a bad topic name an
     *       {@code InvalidTopicException}, a record too large for its topic a {@code RecordTooLargeException}, and any
     *       other reason the class that the client has for it.
     *   <li>{@code send} throws what {@code KafkaProducer.send} throws: {@code IllegalStateException} after closing, the
     *       exception of a serializer or partitioner, {@code SerializationException} for a value that is not of the
     *       serializer's type, {@code InterruptException}. All other failures go to future and callback, some of them up
     *       to 1 s later, on the diagnosis thread.
     *   <li>Callbacks run before their future is done. Those of successful sends of one thread to one partition run in
     *       the order of the sends; that of a failed one may run after later ones. An exception of a callback is logged
     *       and harms nothing.
     *   <li>The metadata of a success has no serialized sizes (-1). That of a failure has offset -1, and partition -1
     *       unless the record named one.
     *   <li>{@code flush} waits also for the callbacks of what was sent through this view. In a callback it throws a
     *       {@code KafkaException}.
     *   <li>{@code close} closes this producer, for all who share it; without a timeout it takes at most 10 s. Code that
     *       did not open the producer need not close it.
     *   <li>While a send waits, the client is asked again every twentieth of {@code maxBlock}, and its own meters count
     *       each time: {@code record-error-total} and {@code buffer-exhausted-total} may count twenty for one send.
     *   <li>The methods for transactions throw {@code UnsupportedOperationException}.
     * </ul>
     *
     * <p>{@code partitionsFor}, {@code metrics}, {@code clientInstanceId} and the (un)registering of metrics go to the
     * Kafka client as they are.
     */
    Producer<K, V> asKafkaProducer();

    /**
     * Returns every property of its Kafka client with the value that counts, where it came from and why; no secrets. Never
     * blocks; the same after closing. The client for {@link io.kafkasdk.acks.Durability#LEADER}, where there is one,
     * differs in {@code acks}, {@code enable.idempotence}, {@code max.in.flight.requests.per.connection} and
     * {@code client.id}, which ends in {@code .leader}.
     */
    ConfigExplanation explain();

    /**
     * Returns the meters of its Kafka client by name, of both clients where there is one for
     * {@link io.kafkasdk.acks.Durability#LEADER} too. The values are live; which meters there are changes while the client
     * runs, and all of them when it is replaced: ask again rather than keep it. Never blocks; empty while the client is
     * replaced. After closing it has the last values.
     */
    Map<MetricName, ? extends Metric> kafkaMetrics();

    /** Returns how many records are accepted and without an outcome. Never blocks. */
    int inFlight();

    /** Closes within 10 s; see {@link #close(Duration)}. */
    @Override
    void close();

    /**
     * Refuses new sends, waits for those accepted, and fails what is not acknowledged in time as
     * {@linkplain SendOutcome.Unknown unknown}. Twice is fine. Returns at the latest half a second after the timeout, even
     * where a dependent of a future blocks the client's thread: then closing ends behind it, on a daemon thread. Called
     * from a dependent on the client's thread, it gives up at once.
     *
     * @param timeout the longest time for records on their way, a fifth of it (0.9 s at most) for explaining those that
     *     failed; zero and less give up at once, any larger one is fine
     */
    void close(Duration timeout);
}
