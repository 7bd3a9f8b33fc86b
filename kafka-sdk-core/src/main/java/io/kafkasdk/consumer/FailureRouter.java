package io.kafkasdk.consumer;

import io.kafkasdk.internal.LogLimiter;
import io.kafkasdk.resilience.Backoff;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what becomes of a record whose handler or deserializer threw: it is tried again after a growing delay. */
final class FailureRouter {

    private static final Logger log = LoggerFactory.getLogger(FailureRouter.class);

    private final String group;
    private final Backoff backoff;
    private final ConsumerEvents events;
    private final LogLimiter limiter;

    FailureRouter(String group, Backoff backoff, ConsumerEvents events, LongSupplier nanoClock) {
        this.group = group;
        this.backoff = backoff;
        this.events = events;
        this.limiter = new LogLimiter(Duration.ofSeconds(5), nanoClock);
    }

    /** Takes note of a failed attempt and returns how long to wait before the next. */
    Duration failed(Work work, Throwable failure) {
        int attempt = work.failedOnceMore();
        Duration delay = backoff.delay(attempt);
        events.handlerFailed(work, failure);
        limiter.log(note -> log.warn(
                "Consumer group '{}': handling {} failed, attempt {}, with {}; its partition waits and it is tried "
                        + "again in {} ms{}",
                group,
                work,
                attempt,
                named(failure),
                delay.toMillis(),
                note));
        return delay;
    }

    /** Names class and place, never the message: handlers and parsers put payload into messages. */
    private static String named(Throwable failure) {
        try {
            return place(failure);
        } catch (RuntimeException e) {
            // Its getCause() or getStackTrace() is broken; that must not make more of it than a failed record.
            return failure.getClass().getName();
        }
    }

    private static String place(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        StackTraceElement[] trace = root.getStackTrace();
        String place = trace.length == 0 ? "" : " at " + trace[0];
        String behind = root == failure ? "" : " caused by " + root.getClass().getName();
        return failure.getClass().getName() + behind + place;
    }
}
