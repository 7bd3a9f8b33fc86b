package io.kafkasdk.events;

import io.kafkasdk.events.Event.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes events, at most one a minute for each subject and severity. What comes within the minute is held: the last one is
 * written when the minute is over, with the count of those before it, so that the log ends with how things are. A graver
 * event does not wait behind a lesser one.
 *
 * <p>Where all records fail there is an event for each, and nearly none is written: so an event is put into words only when
 * it is, and tellers of different subjects do not wait for each other.
 *
 * <p><b>Threads:</b> safe for use by several threads; the log is written under no lock.
 */
final class EventGate {

    /** More subjects than that share a place for each action. */
    static final int MOST_SUBJECTS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(EventNames.LOGGER);
    private static final long INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

    private final String cluster;
    private final LongSupplier nanoClock;
    private final Map<Subject, Slot> slots = new ConcurrentHashMap<>();

    EventGate(String cluster, LongSupplier nanoClock) {
        this.cluster = cluster;
        this.nanoClock = nanoClock;
    }

    /**
     * What was told.
     *
     * @param words puts it into words; holds no exception and no record, because it may be kept for a minute
     */
    private record Told(Subject subject, Severity severity, Level level, Supplier<Event> words, long nanos) {}

    /**
     * An event to write.
     *
     * @param told what to write
     * @param suppressed how many of its subject were not written since the last one that was
     * @param delayNanos how long it was held
     */
    private record Due(Told told, long suppressed, long delayNanos) {}

    /** What is known of one subject; all of it under the lock of this object. */
    private static final class Slot {

        private final Map<Severity, Long> written = new EnumMap<>(Severity.class);
        private @Nullable Told held;
        private long suppressed;
        private boolean removed;

        boolean mayWrite(Severity severity, long now) {
            Long last = written.get(severity);
            return last == null || now - last >= INTERVAL_NANOS;
        }

        void hold(Told told) {
            if (held != null) {
                suppressed++;
            }
            held = told;
        }

        Due write(Told told, long now) {
            long count = held == null ? suppressed : suppressed + 1;
            held = null;
            suppressed = 0;
            written.put(told.severity, now);
            return new Due(told, count, now - told.nanos);
        }

        @Nullable
        Due due(long now, boolean atOnce) {
            Told told = held;
            if (told == null || !(atOnce || mayWrite(told.severity, now))) {
                return null;
            }
            held = null;
            return write(told, now);
        }

        boolean isForgettable(long now) {
            return held == null && written.values().stream().allMatch(last -> now - last >= INTERVAL_NANOS);
        }
    }

    /**
     * Writes or holds an event of which the log tells in prose too, at the level it deserves: here it is for machines only.
     *
     * @param words puts it into words; may be called up to a minute later and must hold neither exception nor record
     */
    void besideProse(Severity severity, Subject subject, Supplier<Event> words) {
        tell(new Told(subject, severity, Level.INFO, words, nanoClock.getAsLong()));
    }

    /** Writes or holds an event of which nothing else in the log tells; the same goes for its words. */
    void alone(Severity severity, Subject subject, Supplier<Event> words) {
        Level level = severity == Severity.INFO ? Level.INFO : Level.WARN;
        tell(new Told(subject, severity, level, words, nanoClock.getAsLong()));
    }

    private void tell(Told told) {
        if (!log.isEnabledForLevel(told.level)) {
            return;
        }
        while (true) {
            Slot slot = slotOf(told.subject);
            Due due;
            synchronized (slot) {
                if (slot.removed) {
                    continue;
                }
                if (!slot.mayWrite(told.severity, told.nanos)) {
                    slot.hold(told);
                    return;
                }
                due = slot.write(told, told.nanos);
            }
            write(due);
            return;
        }
    }

    private Slot slotOf(Subject subject) {
        Slot known = slots.get(subject);
        if (known != null) {
            return known;
        }
        // Several threads at once may put in a few more than that.
        return slots.computeIfAbsent(slots.size() < MOST_SUBJECTS ? subject : subject.ofAction(), s -> new Slot());
    }

    /** Writes what was held for long enough; to be called about once a second. */
    void writeDue() {
        write(false);
    }

    /** Writes all that is held, at the end. */
    void writeAll() {
        write(true);
    }

    private void write(boolean atOnce) {
        List<Due> all = new ArrayList<>();
        for (Iterator<Slot> each = slots.values().iterator(); each.hasNext(); ) {
            Slot slot = each.next();
            synchronized (slot) {
                long now = nanoClock.getAsLong();
                Due due = slot.due(now, atOnce);
                if (due != null) {
                    all.add(due);
                } else if (slot.isForgettable(now)) {
                    slot.removed = true;
                    each.remove();
                }
            }
        }
        all.forEach(this::write);
    }

    private void write(Due due) {
        Told told = due.told;
        Subject subject = told.subject;
        Event event = told.words.get();
        LoggingEventBuilder line = log.atLevel(told.level)
                .addKeyValue(EventNames.DATASET, EventNames.KAFKA_SDK)
                .addKeyValue(EventNames.ACTION, subject.action())
                .addKeyValue(EventNames.SEVERITY, told.severity.number())
                .addKeyValue(EventNames.CLUSTER, cluster)
                .addKeyValue(subject.ownerKey(), subject.owner());
        if (subject.topic() != null) {
            line = line.addKeyValue(EventNames.TOPIC, subject.topic());
        }
        if (subject.partition() != Subject.NO_PARTITION) {
            line = line.addKeyValue(EventNames.PARTITION, subject.partition());
        }
        for (Map.Entry<String, Object> pair : event.pairs().entrySet()) {
            line = line.addKeyValue(pair.getKey(), pair.getValue());
        }
        if (due.delayNanos > 0) {
            line = line.addKeyValue(EventNames.DELAY_MILLIS, TimeUnit.NANOSECONDS.toMillis(due.delayNanos));
        }
        if (due.suppressed > 0) {
            line = line.addKeyValue(EventNames.SUPPRESSED, due.suppressed);
            line.log(event.message() + " (" + due.suppressed + " more like this not shown)");
        } else {
            line.log(event.message());
        }
    }
}
