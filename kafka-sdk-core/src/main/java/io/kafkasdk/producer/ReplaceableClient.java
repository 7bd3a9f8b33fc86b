package io.kafkasdk.producer;

import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.SdkThreads;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place for one Kafka client: one that never sends again is closed, and another one takes its place. That ends all
 * records of the old one before the new one exists, so that the order of sends holds, and there are never two at a time.
 * Meanwhile senders wait, within their own time. One that works can {@linkplain ClientHandOver hand over} to another one.
 *
 * <p><b>Threads:</b> safe for use by any number of threads; {@link #look} for one at a time.
 *
 * <p><b>Lifecycle:</b> {@link #close} leaves no client behind, also while one is being replaced.
 */
final class ReplaceableClient {

    private static final Logger log = LoggerFactory.getLogger(GuardedProducer.class);

    private final String clientId;
    private final ClientPlace place;
    private final Executor threads;
    private final LongSupplier nanoClock;
    private final ClientDoubt doubt = new ClientDoubt();

    /**
     * Takes the first client.
     *
     * @param first null where there is none yet
     * @param maker makes the next ones; may block, and may throw
     * @param threads runs one replacement, which may block for long
     * @param nanoClock monotonic time in nanoseconds
     */
    ReplaceableClient(
            String clientId,
            @Nullable Producer<Object, Object> first,
            @Nullable Supplier<Producer<Object, Object>> maker,
            Executor threads,
            LongSupplier nanoClock) {
        this.clientId = clientId;
        this.place = new ClientPlace(clientId, first, maker);
        this.threads = threads;
        this.nanoClock = nanoClock;
    }

    /** Takes a client, and replaces it with those of the maker on threads of their own. */
    static ReplaceableClient of(
            String clientId, Producer<Object, Object> first, Supplier<Producer<Object, Object>> maker) {
        Executor threads =
                task -> SdkThreads.newThread("replace", clientId, task).start();
        return new ReplaceableClient(clientId, first, maker, threads, System::nanoTime);
    }

    /** Begins without a client, where the first one could not be made, and has it made as those after it. */
    static ReplaceableClient without(String clientId, Supplier<Producer<Object, Object>> maker) {
        Executor threads =
                task -> SdkThreads.newThread("replace", clientId, task).start();
        ReplaceableClient missing = new ReplaceableClient(clientId, null, maker, threads, System::nanoTime);
        missing.begin(null, maker, System.nanoTime());
        return missing;
    }

    /** Takes a client that stays: one that is not idempotent knows neither producer ids nor fatal states. */
    static ReplaceableClient fixed(String clientId, Producer<Object, Object> only) {
        return new ReplaceableClient(clientId, only, null, Runnable::run, System::nanoTime);
    }

    /**
     * Gives a record to the client. Blocks while there is none, until the caller's time is over, besides what Kafka's own
     * {@code send} does.
     *
     * @throws TimeoutException when there was none in time; nothing was sent
     */
    // The callback is told what the client's future would say.
    @SuppressWarnings("FutureReturnValueIgnored")
    void send(ProducerRecord<Object, Object> record, PendingSend callback, long untilNanos) {
        while (true) {
            Producer<Object, Object> client = place.toSendBy(untilNanos);
            try {
                client.send(record, callback);
                return;
            } catch (Error e) {
                place.unclear();
                throw e;
            } catch (RuntimeException e) {
                if (ClientFailures.mayHaveTaken(e)) {
                    place.unclear();
                }
                boolean replaced = client != place.current();
                if (!replaced) {
                    doubt.note(e);
                }
                if (!replaced || !ClientFailures.isClosed(e)) {
                    throw e;
                }
            }
        }
    }

    /** Returns the client, not to send by; blocks while it is being replaced, until the time is over. */
    Producer<Object, Object> ready(long untilNanos) {
        return place.ready(untilNanos);
    }

    /** Returns the client, not to send by; null while there is none. */
    @Nullable
    Producer<Object, Object> current() {
        return place.serving();
    }

    ClientPlace place() {
        return place;
    }

    ClientDoubt doubt() {
        return doubt;
    }

    /** Notes that a record failed which the client had taken. */
    void note(Throwable failure) {
        doubt.note(failure);
        if (!SendFailures.leavesNothing(failure)) {
            place.unclear();
        }
    }

    /** Looks whether the client can still send, and has it replaced if not. Does not block; once a second or so. */
    void look() {
        Supplier<Producer<Object, Object>> maker = place.maker();
        if (maker == null) {
            return;
        }
        long now = nanoClock.getAsLong();
        Producer<Object, Object> client = place.current();
        if (client == null) {
            if (doubt.isTimeForAnotherTry(now)) {
                begin(null, maker, now);
            }
            return;
        }
        String verdict = doubt.verdict(ClientVitals.of(client.metrics()), now);
        if (verdict != null && begin(client, maker, now)) {
            log.warn(
                    "Producer '{}' replaces its Kafka client: {}. What it had not sent ends as unknown; send that again"
                            + " if a duplicate does no harm",
                    clientId,
                    verdict);
        }
    }

    private boolean begin(
            @Nullable Producer<Object, Object> old, Supplier<Producer<Object, Object>> maker, long nowNanos) {
        if (!place.takeAway(old)) {
            return false;
        }
        doubt.replacing(nowNanos);
        try {
            threads.execute(() -> replace(old, maker));
        } catch (Throwable e) {
            // No thread to be had: the old one stays, and the next look tries again.
            place.put(old);
            throw e;
        }
        return true;
    }

    private void replace(@Nullable Producer<Object, Object> old, Supplier<Producer<Object, Object>> maker) {
        Producer<Object, Object> next = null;
        try {
            if (old != null) {
                closeFully(old, Duration.ZERO);
            }
            doubt.replaced();
            if (!place.isClosed()) {
                next = maker.get();
                log.info("Producer '{}' has a new Kafka client", clientId);
            }
        } catch (RuntimeException e) {
            log.warn("Producer '{}' has no Kafka client for now, and tries again to make one", clientId, e);
        } finally {
            place.put(next);
        }
    }

    /** Makes no client any more, and closes the one there is. Blocks up to the timeout, as far as Kafka keeps it. */
    void close(Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        Producer<Object, Object> last = place.close();
        if (last != null) {
            closeFully(last, timeout);
        }
        place.awaitEndOfHandOver(deadline);
    }

    /** Closes a client. */
    private void closeFully(Producer<Object, Object> client, Duration timeout) {
        try {
            client.close(timeout);
        } catch (KafkaException e) {
            // Interrupted, or a broken interceptor: give up what is left, so that no thread stays behind.
            log.warn("Producer '{}' was closed the hard way", clientId, e);
            client.close(Duration.ZERO);
        }
    }
}
