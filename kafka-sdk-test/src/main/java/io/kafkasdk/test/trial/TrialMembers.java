package io.kafkasdk.test.trial;

import io.kafkasdk.test.ledger.HandlingLog;
import io.kafkasdk.test.ledger.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** The members that run now. For one thread at a time. */
final class TrialMembers implements AutoCloseable {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(60);

    private final Ledger ledger;
    private final TrialTopics topics;
    private final PoisonRule poison;
    private final MemberStart start;
    private final AtomicLong attempts = new AtomicLong();
    private final List<Running> running = new ArrayList<>();
    private final List<HandlingLog> logs = new ArrayList<>();

    TrialMembers(Ledger ledger, TrialTopics topics, PoisonRule poison, MemberStart start) {
        this.ledger = ledger;
        this.topics = topics;
        this.poison = poison;
        this.start = start;
    }

    private record Running(TrialMember member, AutoCloseable end) {}

    /** How many attempts at records began, in all members. */
    long attempts() {
        return attempts.get();
    }

    int count() {
        return running.size();
    }

    void join() {
        String name = "member-" + (logs.size() + 1);
        HandlingLog log = ledger.handling(topics.group(), name);
        logs.add(log);
        TrialMember member = new TrialMember(name, topics, log, poison, attempts);
        try {
            running.add(new Running(member, start.start(member)));
        } catch (Exception failure) {
            throw new IllegalStateException(name + " of the trial did not start: " + failure, failure);
        }
    }

    /** Ends one of those that run, in good order. */
    void leave(int index) {
        Running leaving = running.remove(index);
        CompletableFuture<Void> end = CompletableFuture.runAsync(() -> close(leaving), task -> {
            Thread thread = new Thread(task, "kafka-sdk-trial-end-" + leaving.member());
            thread.setDaemon(true);
            thread.start();
        });
        try {
            end.get(CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + leaving.member() + " of the trial was closed", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    leaving.member() + " of the trial did not close within " + CLOSE_LIMIT.toSeconds()
                            + " s: what the MemberStart returned has to end in bounded time",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(leaving.member() + " of the trial failed to close: " + e.getCause(), e);
        }
    }

    private static void close(Running leaving) {
        try {
            leaving.end().close();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Ends all that run; what they still do is written down until {@link #close()}. */
    void leaveAll() {
        while (!running.isEmpty()) {
            leave(running.size() - 1);
        }
    }

    /** Ends all that run, whatever goes wrong with one of them, and closes their files. */
    @Override
    public void close() {
        try {
            leaveAll();
        } finally {
            if (running.isEmpty()) {
                logs.forEach(HandlingLog::close);
            } else {
                close();
            }
        }
    }
}
