package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.UnsafeTopicException;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.SdkThreads;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the declared topics of new producers beside the caller, so that a cluster that does not answer holds up
 * nobody, and one that does can still refuse the start.
 *
 * <p><b>Threads:</b> safe for use by any number of threads. Each look runs on a short-lived daemon thread, and one more of
 * them finds out at the first one whether the cluster answers at all.
 *
 * <p><b>Lifecycle:</b> nothing to close: no look takes longer than 5 s, and the fetch of metadata after it 3 s.
 */
public final class Preflight {

    /** A cluster that answers gets as long as {@link ProducerPool#open} takes at most. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(8);

    private static final Duration LONGEST_PROBE = Duration.ofSeconds(3);

    private final String application;
    private final AcksGuard guard;
    private final Function<Duration, Optional<Diagnosis>> probe;
    private final Set<String> topics = new LinkedHashSet<>();
    private CompletableFuture<Void> looks = CompletableFuture.completedFuture(null);
    private @Nullable CompletableFuture<Boolean> answers;

    /**
     * Makes one that looks at nothing yet.
     *
     * @param application names the threads
     * @param guard looks at the topics
     * @param probe says within a limit what is wrong with the bootstrap addresses; empty when one answers
     */
    public Preflight(String application, AcksGuard guard, Function<Duration, Optional<Diagnosis>> probe) {
        this.application = application;
        this.guard = guard;
        this.probe = probe;
    }

    /**
     * Begins to look at the topics that a new producer declares, and then to fetch their metadata. Does not block.
     *
     * @param pool the pool that opened it
     * @param producer the producer
     * @param declared its topics
     */
    public void begin(ProducerPool pool, GuardedProducer<?, ?> producer, Set<String> declared) {
        if (declared.isEmpty()) {
            return;
        }
        CompletableFuture<Void> look = new CompletableFuture<>();
        boolean first;
        CompletableFuture<Boolean> sign;
        synchronized (topics) {
            topics.addAll(declared);
            looks = CompletableFuture.allOf(looks, look);
            CompletableFuture<Boolean> known = answers;
            // A cluster that was away is asked again.
            first = known == null || !Boolean.TRUE.equals(known.getNow(true));
            sign = first ? new CompletableFuture<>() : Objects.requireNonNull(known);
            answers = sign;
        }
        if (first) {
            start(application, () -> sign.complete(probe.apply(LONGEST_PROBE).isEmpty()), sign);
        }
        start(
                producer.clientId(),
                () -> {
                    look(declared);
                    pool.warm(producer, declared);
                },
                look);
    }

    /**
     * Waits for the looks that have begun. Where no bootstrap address answers within the caller's patience, it returns:
     * such a cluster refuses nothing now, and topics that turn out unsafe later are refused record by record. Blocks up to
     * that time, and up to 8 s while the cluster answers.
     *
     * @param patience how long to wait for a sign of life
     * @return whether the topics were looked at
     * @throws UnsafeTopicException when the rules refuse one of them; names all that are refused
     */
    public boolean await(Duration patience) {
        CompletableFuture<Void> all;
        CompletableFuture<Boolean> sign;
        Set<String> declared;
        synchronized (topics) {
            all = looks;
            sign = answers;
            declared = new LinkedHashSet<>(topics);
        }
        if (sign == null) {
            return true;
        }
        Deadline deadline = Deadline.in(LONGEST_LOOK);
        boolean answered =
                Boolean.TRUE.equals(of(CompletableFuture.anyOf(all.thenApply(done -> true), sign), patience));
        boolean done = answered && of(all.thenApply(nothing -> true), deadline.remaining()) != null;
        if (done) {
            guard.refuseUnsafe(declared);
        }
        return done;
    }

    private void look(Set<String> declared) {
        try {
            guard.preflight(declared);
        } catch (UnsafeTopicException refused) {
            // Told to whoever waits, with those of the other producers.
        }
    }

    private static void start(String owner, Runnable task, CompletableFuture<?> done) {
        Runnable whole = () -> {
            try {
                task.run();
            } finally {
                done.complete(null);
            }
        };
        SdkThreads.newThread("preflight", owner, whole).start();
    }

    /** Returns what the future gives, or null when it gives nothing in time. */
    private static @Nullable Object of(CompletableFuture<?> future, Duration limit) {
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
