package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.FailureText;
import io.kafkasdk.internal.SdkThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends failed sends with a diagnosis. Where that takes a look at the cluster, it happens on a thread of its own, so that
 * the client's I/O thread goes on with other topics. The thread lives only while there are failures.
 *
 * <p>Failures that come together share one look, and no send waits longer than {@link #LIMIT} for it: then it ends with
 * what is known.
 */
final class FailureDesk {

    /** Leaves a tenth of a second of the one that the guarantee allows beyond the delivery timeout. */
    static final Duration LIMIT = Duration.ofMillis(900);

    private static final Logger log = LoggerFactory.getLogger(FailureDesk.class);
    private static final long IDLE_SECONDS = 10;
    private static final String ROLE = "diagnosis";
    private static final String THREAD_ROLE_PREFIX = "kafka-sdk-" + ROLE + "-";

    private final AcksGuard guard;
    private final FailureSources sources;
    private final String clientId;
    private final ThreadPoolExecutor thread;
    private final Queue<FailedSend> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean closing;
    private volatile boolean closed;

    FailureDesk(FailureSources sources, String clientId) {
        this.sources = sources;
        this.guard = sources.guard();
        this.clientId = clientId;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> SdkThreads.newThread(ROLE, clientId, task));
        this.thread.allowCoreThreadTimeOut(true);
    }

    /** Ends the send now if the failure speaks for itself, or soon. Does not block. */
    void report(FailedSend failed) {
        if (!SendFailures.needsObservation(guard, failed.send().topic(), failed.reason())) {
            end(failed, diagnose(failed));
            return;
        }
        waiting.add(failed);
        if (scheduled.compareAndSet(false, true)) {
            try {
                thread.execute(this::endWaiting);
            } catch (RejectedExecutionException tooLate) {
                closed = true;
            }
        }
        if (closed) {
            endWithoutLook();
        }
    }

    /** Returns whether this thread is the desk's: it cannot wait for its own end. */
    boolean isOwn(Thread candidate) {
        return candidate.getName().equals(THREAD_ROLE_PREFIX + clientId);
    }

    /** From now on a failure without a reason is one of closing. */
    void closing() {
        closing = true;
    }

    /** Ends everything that waits; blocks up to the timeout for the thread. */
    void close(Duration timeout) {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        closed = true;
        endWithoutLook();
    }

    private void endWaiting() {
        // Open the door first: a failure that comes now schedules a run of its own.
        scheduled.set(false);
        List<FailedSend> batch = new ArrayList<>();
        for (FailedSend failed = waiting.poll(); failed != null; failed = waiting.poll()) {
            batch.add(failed);
        }
        if (batch.isEmpty()) {
            return;
        }
        observe(batch);
        Map<Trouble, Diagnosis> known = new HashMap<>();
        batch.forEach(failed -> end(failed, shared(failed, known)));
    }

    /**
     * Records that share a batch share its exception, and so what can be said: explaining each of 100,000 by itself would take
     * longer than {@link #LIMIT}. Not those that are bad themselves.
     */
    private Diagnosis shared(FailedSend failed, Map<Trouble, Diagnosis> known) {
        if (ErrorClassifier.kindOf(failed.reason()) == ErrorKind.BAD_RECORD) {
            return diagnose(failed);
        }
        Trouble trouble = new Trouble(
                failed.send().topic(),
                failed.partition(),
                failed.reason(),
                failed.send().age().toSeconds());
        return known.computeIfAbsent(trouble, any -> diagnose(failed));
    }

    /** What the diagnosis of a record depends on: its age too, for what may have held it up in its time. */
    private record Trouble(String topic, int partition, Exception reason, long ageSeconds) {}

    private void observe(List<FailedSend> batch) {
        Duration waited = Duration.ofNanos(System.nanoTime() - batch.get(0).atNanos());
        Duration left = LIMIT.minus(waited);
        if (left.isNegative() || left.isZero()) {
            return;
        }
        Set<String> topics = batch.stream().map(failed -> failed.send().topic()).collect(Collectors.toSet());
        try {
            guard.observe(topics, left);
        } catch (Throwable e) {
            // An Error too: the batch is taken from the queue, and nobody else would end its sends.
            log.warn("The topics of failed sends of producer '{}' could not be looked at", clientId, e);
        }
    }

    private void endWithoutLook() {
        for (FailedSend failed = waiting.poll(); failed != null; failed = waiting.poll()) {
            end(failed, diagnose(failed));
        }
    }

    /** Ends one send, whatever goes wrong on the way: the others of its batch, and the caller's thread, go on. */
    private void end(FailedSend failed, Diagnosis diagnosis) {
        try {
            failed.send().fail(failed, diagnosis);
        } catch (Throwable e) {
            log.error("The end of a send of producer '{}' was not as it should be", clientId, e);
        }
    }

    private Diagnosis diagnose(FailedSend failed) {
        String topic = failed.send().topic();
        try {
            boolean byClosing = closing && ErrorClassifier.kindOf(failed.reason()) == ErrorKind.UNEXPECTED;
            if (byClosing) {
                return failed.handedOver() ? Refusals.closedBefore(clientId, topic) : Refusals.closed(clientId, topic);
            }
            return SendFailures.diagnose(sources, failed);
        } catch (Throwable e) {
            log.warn("A failed send of producer '{}' could not be explained", clientId, e);
            return new Diagnosis(
                    ErrorKind.UNEXPECTED,
                    "A record for topic '" + topic + "' failed",
                    FailureText.of(failed.reason()),
                    "see the cause of this exception");
        }
    }
}
