package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.settings.ConfigExplanation;
import java.time.Duration;
import java.util.Optional;

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
 * <p><b>Guarantee:</b> at least once: no offset at or above an unfinished record is ever committed. One record of a
 * partition at a time, in order. A handler of any duration does not cost the member its place in the group. A clean
 * close commits everything that finished. Not promised: exactly-once effects, and order across partitions.
 */
public interface ManagedConsumer extends AutoCloseable {

    /** Returns the consumer group. */
    String group();

    /** Returns the client.id: the application's name, a dot, the group. */
    String clientId();

    /**
     * Returns every property of its Kafka client with the value that counts, where it came from and why; no secrets. Never
     * blocks; the same before the start and after closing.
     */
    ConfigExplanation explain();

    /**
     * Starts the poll thread and the workers and returns at once; joining the group goes on in the background.
     *
     * @throws IllegalStateException when it was started or closed before
     */
    void start();

    /** Stops fetching until {@link #resume()}; keeps partitions and place in the group. Survives rebalances. */
    void pause();

    /** Ends {@link #pause()}; does nothing when not paused. */
    void resume();

    /** Returns where it is in its life; never blocks. */
    ConsumerState state();

    /** Returns why the state is {@link ConsumerState#FAILED}; empty in any other state. */
    Optional<KafkaSdkException> failure();

    /**
     * Returns why nothing moves although there is something to do, with the place, the cause and the cure: a handler that
     * does not return (with its stack), a partition that brings no records, commits that are refused, a group that does
     * not settle, a missing topic, brokers that cannot be reached, a record that is tried again and again, a poll thread
     * that is held. Empty while all moves that should; idle topics, a paused consumer and one that is closing never
     * stall. Never blocks. It tells of one cause, the one that explains the others.
     */
    Optional<Diagnosis> stall();

    /** Returns how many records are fetched and not finished; never blocks. */
    int inFlight();

    /**
     * Returns how many records of one topic are fetched and not finished; never blocks.
     *
     * @param topic the topic; 0 for one that is not read
     */
    int inFlight(String topic);

    /** Returns how far behind the owned partitions are, as last sampled; never blocks, never asks the cluster. */
    LagSnapshot lag();

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
     * @param timeout the longest time to take; negative counts as 0, more than a year as a year
     */
    void close(Duration timeout);
}
