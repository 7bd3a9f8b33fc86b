package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.settings.ConfigExplanation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;

/**
 * A member of a consumer group that runs the application's {@link RecordHandler} on worker threads and commits only what
 * it finished.
 *
 * <pre>{@code
 * ManagedConsumer payments = sdk.consumer(
 *         ConsumerSettings.group("payments", keys, values).topics("orders"), record -> charge(record.value()));
 * payments.start();
 * }</pre>
 *
 * <p><b>Threads:</b> all methods may be called from any thread.
 *
 * <p><b>Lifecycle:</b> made by {@code KafkaSdk.consumer}, which closes it too. Started once.
 *
 * <p><b>Guarantee:</b> at least once: no offset at or above an unfinished record is ever committed. Records are handled in
 * the declared {@link io.kafkasdk.settings.Ordering}: by default one record of a key at a time, in order. Each has one end:
 * handled, dead-lettered or skipped by the declared {@link io.kafkasdk.settings.FailurePolicy}. A handler of any duration
 * does not cost the member its place in the group. A clean close commits everything that finished; after a crash records are
 * handled again that were in flight, or finished after the last commit. Not promised: exactly-once effects, order across
 * partitions, and order of a key across a change of the number of partitions.
 */
public interface ManagedConsumer extends GroupConsumer, AutoCloseable {

    /** Returns the client.id: the application's name, a dot, the group. */
    @Override
    String clientId();

    /**
     * Returns every property of its Kafka client with the value that counts, where it came from and why; no secrets. Never
     * blocks. The same before the start and after it, except the group protocol and what depends on it, which are decided
     * at the start unless the application named one.
     */
    ConfigExplanation explain();

    /**
     * Starts the poll thread and the workers; joining the group goes on in the background. Before, unless
     * {@code group.protocol} is set, it asks the cluster once whether it offers the new group protocol (KIP-848), and
     * blocks for that as long as no broker answers, at most 5 s; without an answer it takes the classic one.
     *
     * @throws IllegalStateException when it was started or closed before
     * @throws KafkaSdkException of kind UNREACHABLE when no host in bootstrapServers resolves: the state is {@link
     *     ConsumerState#CREATED} again, so call it again later; of another kind when it cannot start at all, and the state is
     *     {@link ConsumerState#FAILED}
     */
    void start();

    /** Stops fetching until {@link #resume()}; keeps partitions and place in the group. Survives rebalances. */
    void pause();

    /** Ends {@link #pause()}, and closes the circuit of the failure policy where that is open; otherwise does nothing. */
    void resume();

    /**
     * Goes to other offsets while running, forward or back; handlers of other partitions do not notice. No further record
     * of these partitions is started, running ones get the drain timeout of the settings while polling goes on; then what
     * was fetched is forgotten, unfinished or not, the new positions are committed (again with the next commits where the
     * broker does not answer), and reading goes on there. A record that is still running then does not commit any more. A
     * paused consumer stays paused. Never blocks.
     *
     * <p>Only partitions that this member owns, all of them or none. When a partition goes to another member meanwhile
     * the others do move, and the answer is an error that says so.
     *
     * @param offsets by partition, 0 or more; one outside of the log goes to its nearer end
     * @return where each went, given on a thread of the JVM's common pool; or a {@code KafkaSdkException} of kind CLOSED
     *     when the consumer is not running, UNEXPECTED when it does not own a partition, or why the brokers did not
     *     answer within 10 s
     * @throws IllegalArgumentException for a negative offset
     */
    CompletionStage<Map<TopicPartition, Long>> seek(Map<TopicPartition, Long> offsets);

    /**
     * Goes to the first record at or after a time, in all partitions that this member owns; in those without one, to the
     * end. Otherwise as {@link #seek(Map)}. To move a whole group, call it on all members.
     *
     * @param time by the timestamps of the records; before 1970 counts as 1970
     */
    CompletionStage<Map<TopicPartition, Long>> seek(Instant time);

    /** Returns why the state is {@link ConsumerState#FAILED}; empty in any other state. */
    Optional<KafkaSdkException> failure();

    /**
     * Returns why nothing moves although there is something to do, with the place, the cause and the cure: a handler that
     * does not return (with its stack), a partition that brings no records, commits that are refused, a group that does
     * not settle, a missing topic, brokers that cannot be reached, a record that is tried again and again, a poll thread
     * that is held. Empty while all moves that should; idle topics, a paused consumer and one that is closing never
     * stall. Never blocks.
     *
     * <p>It tells of one cause, the one that explains the others. Not every cause stops all ({@link #isAtStandstill()}): when one of several topics is
     * missing ({@code ErrorKind.TOPIC_MISSING}) the others are read, a partition without a leader stands alone, and a
     * handler that does not return holds up its own key or partition.
     */
    Optional<Diagnosis> stall();

    /**
     * Returns whether what {@link #stall()} tells stops the whole consumer, and not only what one handler, record, partition
     * or topic holds up: no broker can be reached, polls fail, the poll thread is held, the group does not settle, or the
     * SDK lost its work. Never blocks.
     */
    default boolean isAtStandstill() {
        return stall().isPresent();
    }

    /**
     * Returns why the circuit of the failure policy is open: so many records failed in a row that no more are given up.
     * Empty while it is closed, and with a policy that has none. Never blocks.
     */
    Optional<Diagnosis> circuit();

    /** Returns how many records are fetched and not finished; never blocks. */
    int inFlight();

    @Override
    default Optional<Duration> pollLimit() {
        try {
            return explain()
                    .property(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG)
                    .map(limit -> Duration.ofMillis(Long.parseLong(limit.value())));
        } catch (NumberFormatException refusedByKafka) {
            return Optional.empty();
        }
    }

    /**
     * Returns the metrics of the Kafka client, for what the SDK does not tell itself: a live view that cannot be changed.
     * Empty before the start and after the end. Never blocks. Names and units are Kafka's, and may change with its version.
     */
    @Override
    Map<MetricName, ? extends Metric> kafkaMetrics();

    /**
     * Closes like {@link #close(Duration)} within the drain timeout of the settings (default 10 s) plus 5 s; handlers are
     * interrupted when they still run after the drain timeout.
     */
    @Override
    void close();

    /**
     * Stops fetching, waits for the handlers that run, interrupts those that are still running when half of the time
     * is spent, commits what finished, leaves the group and returns in time. Twice is fine.
     *
     * <p>With an {@code instance} in the settings (static membership) the group keeps its partitions for it, unread, until
     * the session timeout (45 s by default): a restart within it moves nothing.
     *
     * @param timeout the longest time to take; negative counts as 0, more than a year as a year
     */
    void close(Duration timeout);
}
