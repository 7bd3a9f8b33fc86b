package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what stalls a consumer, and tells of it: the listener once for each cause, the log at once and then once a
 * minute. Does not flap: a cause must be gone for a while before another one of lower rank, or movement, is told.
 *
 * <p><b>Threads:</b> the poll thread and the monitor thread report, any thread may ask. The listener is told by the given
 * executor, never under the lock, because a listener may be what stalls the poll thread.
 */
final class StallReport {

    private static final Logger log = LoggerFactory.getLogger(StallReport.class);
    private static final long CALM_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long LOG_NANOS = Duration.ofMinutes(1).toNanos();

    private final String group;
    private final ConsumerEvents events;
    private final Executor teller;
    private final LongSupplier nanoClock;
    private final Map<Stall.Cause, String> told = new EnumMap<>(Stall.Cause.class);
    private final Map<Stall.Cause, Long> logged = new EnumMap<>(Stall.Cause.class);
    private @Nullable Stall current;
    private long seenNanos;
    private boolean warned;

    StallReport(String group, ConsumerEvents events, Executor teller, LongSupplier nanoClock) {
        this.group = group;
        this.events = events;
        this.teller = teller;
        this.nanoClock = nanoClock;
    }

    /** Returns the cause that counts now. */
    synchronized Optional<Diagnosis> current() {
        return Optional.ofNullable(current).map(Stall::why);
    }

    /** Returns whether the cause that counts now stops the whole consumer. */
    synchronized boolean stopsAll() {
        return current != null && current.cause().stopsAll();
    }

    /** Takes the result of a look. */
    synchronized void found(Optional<Stall> found) {
        long now = nanoClock.getAsLong();
        if (found.isPresent()) {
            stalled(found.get(), now);
        } else if (current != null && now - seenNanos >= CALM_NANOS) {
            moving();
        }
    }

    private void stalled(Stall found, long now) {
        Stall before = current;
        boolean outranks =
                before == null || found.cause().compareTo(before.cause()) <= 0 || now - seenNanos >= CALM_NANOS;
        if (!outranks) {
            return;
        }
        current = found;
        seenNanos = now;
        if (!found.subject().equals(told.put(found.cause(), found.subject()))) {
            teller.execute(() -> events.stalled(found.why()));
        }
        Long last = logged.get(found.cause());
        if (last == null || now - last >= LOG_NANOS) {
            logged.put(found.cause(), now);
            warned = true;
            log.warn("Nothing moves. {}", found.why().text());
        }
    }

    private void moving() {
        current = null;
        told.clear();
        teller.execute(events::moving);
        if (warned) {
            warned = false;
            log.info("Consumer group '{}' moves again, or has nothing to do any more", group);
        }
    }
}
