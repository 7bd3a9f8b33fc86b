package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.cluster.ClusterSnapshot;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.spring.boot.actuate.ClusterView.Connection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers whether one cluster can be used. Asking takes up to 8 s while nobody answers, so it happens beside the caller,
 * one question at a time, and only when the last answer is older than ten seconds.
 *
 * <p><b>Threads:</b> safe for use by any number of threads; the question runs on the given executor.
 */
final class ConnectionWatch {

    /** Before the first answer. */
    static final Connection NO_ANSWER_YET = new Connection(null, null, null, null, null);

    private static final Duration FRESH = Duration.ofSeconds(10);

    /** An older answer says nothing about now. Longer than a question may take after it was asked in time. */
    private static final Duration VALID = Duration.ofSeconds(30);

    private final Supplier<ClusterSnapshot> question;
    private final Executor asker;
    private final Clock clock;
    private Connection last = NO_ANSWER_YET;
    private @Nullable CompletableFuture<Void> asking;

    ConnectionWatch(Supplier<ClusterSnapshot> question, Executor asker, Clock clock) {
        this.question = question;
        this.asker = asker;
        this.clock = clock;
    }

    /** Returns the last answer, and sees to a newer one when that is old. Never blocks. */
    Connection lastKnown() {
        refresh();
        return last();
    }

    /**
     * Returns the last answer where that is younger than 30 s, and does not wait then. Else the next one; where none comes in
     * time, one with {@code reachable} null, and in {@code at} when the last one was.
     *
     * @param patience the longest time to wait
     */
    Connection known(Duration patience) {
        CompletableFuture<Void> answer = refresh();
        Connection known = last();
        if (isYounger(known, VALID)) {
            return known;
        }
        try {
            answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // As below: what is there now counts.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        known = last();
        return isYounger(known, VALID) ? known : new Connection(null, known.at(), null, null, null);
    }

    private boolean isYounger(Connection answer, Duration age) {
        Instant at = answer.at();
        return at != null && at.plus(age).isAfter(clock.instant());
    }

    private synchronized Connection last() {
        return last;
    }

    private CompletableFuture<Void> refresh() {
        CompletableFuture<Void> mine;
        synchronized (this) {
            if (asking != null) {
                return asking;
            }
            if (isYounger(last, FRESH)) {
                return CompletableFuture.completedFuture(null);
            }
            mine = new CompletableFuture<>();
            asking = mine;
        }
        try {
            asker.execute(() -> answered(ask(), mine));
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            // No thread to be had: the last answer stands, and the next caller tries again.
            answered(null, mine);
        }
        return mine;
    }

    private void answered(@Nullable Connection answer, CompletableFuture<Void> mine) {
        synchronized (this) {
            last = answer == null ? last : answer;
            asking = null;
        }
        mine.complete(null);
    }

    private Connection ask() {
        try {
            ClusterSnapshot found = question.get();
            return new Connection(
                    true, clock.instant(), found.clusterId(), found.brokers().size(), null);
        } catch (KafkaSdkException e) {
            return unusable(e.diagnosis());
        } catch (RuntimeException | Error e) {
            // Only the class: the message is nobody's promise.
            return unusable(new Diagnosis(
                    ErrorKind.UNEXPECTED,
                    "asking the cluster who it is failed",
                    e.getClass().getName(),
                    "report it; the next look asks again"));
        }
    }

    private Connection unusable(Diagnosis why) {
        return new Connection(false, clock.instant(), null, null, why);
    }
}
