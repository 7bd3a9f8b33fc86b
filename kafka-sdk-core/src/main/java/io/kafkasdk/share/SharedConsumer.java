package io.kafkasdk.share;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.settings.ConfigExplanation;
import java.time.Duration;
import java.util.Optional;

/**
 * A member of a share group (KIP-932) that runs the application's handler on worker threads and acknowledges each record
 * by what became of it. Members share the records of a topic, not its partitions: there may be more members than
 * partitions, and a slow record holds up no partition.
 *
 * <pre>{@code
 * SharedConsumer mails = sdk.sharedConsumer(
 *         ShareSettings.group("mails", keys, values).topics("mails"), record -> deliver(record.value()));
 * mails.start();
 * }</pre>
 *
 * <p><b>Threads:</b> all methods may be called from any thread.
 *
 * <p><b>Lifecycle:</b> made by {@code KafkaSdk.sharedConsumer}, which closes it too. Started once. Needs brokers of Kafka 4.2
 * or later with the feature {@code share.version}; on others it ends in {@link ConsumerState#FAILED} and says so.
 *
 * <p><b>Guarantee:</b> at least once as long as the brokers' limit of deliveries ({@code share.delivery.count.limit}, default
 * 5) is not reached: an accepted record was handled, or is in the dead letter topic. A record whose handler fails is given
 * back after a wait and delivered to any member; its delivery count is its attempts. The lock of a slow record is renewed
 * where the brokers do that. Not promised: any order, also for one key; that a record survives its last delivery when
 * the member dies in it. There are no offsets, no lag and no start position here: those are the group's, at the brokers.
 */
public interface SharedConsumer extends AutoCloseable {

    /** Returns the share group. */
    String group();

    /** Returns the client.id: the application's name, the group and {@code share}, with dots between. */
    String clientId();

    /**
     * Returns every property of its Kafka client with the value that counts, where it came from and why; no secrets. Never
     * blocks.
     */
    ConfigExplanation explain();

    /**
     * Starts the poll thread and returns at once; joining the group goes on in the background.
     *
     * @throws IllegalStateException when it was started or closed before
     * @throws KafkaSdkException when the client cannot be made; of kind UNREACHABLE when no host in bootstrapServers resolves:
     *     then the state is {@link ConsumerState#CREATED} again, so call it again later
     */
    void start();

    /**
     * Takes no more records until {@link #resume()}; finishes those it has. After {@code max.poll.interval.ms} (default
     * 5 min) the member leaves the group, and others get its records; it joins again when it is resumed.
     */
    void pause();

    /** Ends {@link #pause()}; does nothing when not paused. */
    void resume();

    /** Returns where it is in its life; never blocks. */
    ConsumerState state();

    /** Returns why the state is {@link ConsumerState#FAILED}; empty in any other state. */
    Optional<KafkaSdkException> failure();

    /** Returns how many records are taken and not finished; never blocks. */
    int inFlight();

    /** Closes like {@link #close(Duration)} within the drain timeout of the settings (default 10 s) plus 5 s. */
    @Override
    void close();

    /**
     * Takes no more records, gives back those that no handler has begun, waits for the handlers that run, interrupts those
     * that still run when half of the time is spent, acknowledges what finished, gives back the rest, leaves the group and
     * returns in time. Twice is fine.
     *
     * @param timeout the longest time to take; negative counts as 0, more than a year as a year
     */
    void close(Duration timeout);
}
