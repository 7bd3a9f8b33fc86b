package io.kafkasdk.tuning;

import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.producer.TunableProducer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Advises producers on compression, batches and linger, by what it measures on their own records; in {@link TuningMode#AUTO}
 * it follows its own advice, and takes back what turns out worse. docs/tuning.md tells how it judges.
 *
 * <p>A look at a producer takes a sample of its records and two readings of its meters, tries the codecs on the sample, and
 * puts what it found into the producer's {@code explain()} and into {@link #reports}. The first look is one minute after the
 * first record (sooner with a shorter interval), the next ones each interval. AUTO looks again after 10 s, applies what two
 * looks in a row advise, compares two to three windows of 10 s with what was before, and keeps or takes back. It cannot see
 * whether callers wait for each acknowledgement: where few records are under way a linger is hardly made longer, and where
 * fewer records come after it was, it is taken back, though the application may just have had fewer.
 *
 * <p><b>Threads:</b> safe for use by any number of threads. All work is done on one thread of its own with the lowest
 * priority, a few hundred milliseconds of processor time a look.
 *
 * <p><b>Lifecycle:</b> nothing runs before {@link #look} sees a producer that sends, nor at any time with
 * {@link TuningMode#OFF}. {@link #close} ends it.
 *
 * <p><b>Guarantee:</b> records that were sampled are neither kept beyond the trial nor written anywhere. Nothing of a
 * producer changes but in AUTO, within the bounds of {@link TuningOptions}, while nothing fails, by
 * {@link TunableProducer#handOver}, which loses no record and keeps the order.
 */
public final class TuningAdvisor implements AutoCloseable {

    /** How often the producers are gone round; nearly always there is nothing to do. */
    private static final long ROUND_MILLIS = 1_000;

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(TuningAdvisor.class);

    private final String application;
    private final TuningRounds rounds;
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** Guarded by this. */
    private @Nullable Thread thread;

    /**
     * Makes an advisor that does nothing yet.
     *
     * @param application names its thread
     * @param options how it advises
     * @param producers returns those that are open; each the same object as long as it is
     * @param topics returns what is known of a topic already; asks nobody and does not block
     * @param listener told of what AUTO does
     */
    public TuningAdvisor(
            String application,
            TuningOptions options,
            Supplier<List<TunableProducer>> producers,
            Function<String, Optional<TopicFacts>> topics,
            TuningListener listener) {
        this(
                application,
                new TuningRounds(options, producers, new ClientInstruments(options, topics), listener, Clocks.SYSTEM));
    }

    TuningAdvisor(String application, TuningRounds rounds) {
        this.application = application;
        this.rounds = rounds;
    }

    /** Begins to work where some producer sends. Does not block; to be called about once a second. */
    // Where the scheduler heeds it, the application's threads come first; nothing relies on it.
    @SuppressWarnings("ThreadPriorityCheck")
    public synchronized void look() {
        Thread running = thread;
        boolean runs = running != null && running.isAlive();
        if (isStopped() || runs || !rounds.hasWork()) {
            return;
        }
        Thread next = SdkThreads.newThread("tuning", application, this::run);
        next.setPriority(Thread.MIN_PRIORITY);
        thread = next;
        next.start();
    }

    private void run() {
        try {
            do {
                // Also the last one: it forgets the producers that closed.
                round();
            } while (rounds.hasWork() && !stopped.await(ROUND_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            // Senders copy records only for somebody who takes them.
            rounds.end();
        }
    }

    private void round() {
        try {
            rounds.round(this::isStopped);
        } catch (RuntimeException | LinkageError e) {
            log.debug("A round of the advisor on settings failed; the next one follows", e);
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /**
     * Returns what was found about each open producer that was looked at, in the order of the client.ids; a copy. Empty in
     * the first minute, and with {@link TuningMode#OFF}. Never blocks.
     */
    public Collection<TuningReport> reports() {
        return rounds.reports();
    }

    /** Begins no more looks and no hand-over. Does not block. */
    public void stop() {
        stopped.countDown();
    }

    /** Closes within 5 s; see {@link #close(Duration)}. */
    @Override
    public void close() {
        close(LONGEST_CLOSE);
    }

    /**
     * Ends the advisor and waits for what runs: a trial takes some hundred milliseconds, and a hand-over ends with its
     * producer. Twice is fine.
     *
     * @param timeout the longest time to wait
     */
    public void close(Duration timeout) {
        stop();
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running == null) {
            return;
        }
        try {
            running.join(Math.max(1, Deadline.bounded(timeout).toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
