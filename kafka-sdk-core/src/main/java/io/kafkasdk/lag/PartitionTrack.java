package io.kafkasdk.lag;

import io.kafkasdk.lag.EndTable.Bracket;
import io.kafkasdk.lag.PartitionLag.Offsets;
import io.kafkasdk.lag.PartitionSample.Timestamps;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one assignment of one partition, and since when.
 *
 * <p><b>Threads:</b> none of its own; its owner sees to that.
 */
final class PartitionTrack {

    private static final long UNKNOWN = PartitionLag.UNKNOWN;
    /** Without a sample for this long, nobody polls, so nothing is fetched. */
    private static final long UNSEEN_NANOS = Duration.ofSeconds(3).toNanos();

    private final EndTable ends = new EndTable();
    private final ClockSkew skew = new ClockSkew();
    private final Since since;
    private PartitionSample seen;
    private long end;
    private long confirmedNanos;
    private boolean isUnanswered;
    private long logStart = UNKNOWN;
    private long highest;

    /** Since when things are as they are, in monotonic time. */
    private static final class Since {
        private final long assignedNanos;
        private long sampledNanos;
        /** The last sample before the position became what it is. */
        private long otherPositionNanos;
        /** What a sample shows was fetched since. */
        private long fetchedNanos;

        private long sameFrontierNanos;
        /** Nothing had to move until then. */
        private long excusedNanos;

        private long pausedNanos;

        private long uncommittedNanos;
        private @Nullable Long startAskedNanos;
        private @Nullable Long askedNanos;

        private Since(long notOwnedNanos, long now) {
            this.assignedNanos = now;
            this.sampledNanos = notOwnedNanos;
            this.otherPositionNanos = notOwnedNanos;
            this.fetchedNanos = notOwnedNanos;
            this.sameFrontierNanos = now;
            this.excusedNanos = now;
            this.pausedNanos = now;
            this.uncommittedNanos = now;
        }

        /** Returns the earlier of that and the sample before. */
        private long drained(long drainedNanos) {
            return drainedNanos - sampledNanos > 0 ? sampledNanos : drainedNanos;
        }
    }

    /**
     * Begins with the first sample.
     *
     * @param notOwnedNanos it was not owned then, so nothing was fetched
     */
    PartitionTrack(PartitionSample first, long notOwnedNanos, long now) {
        this.since = new Since(notOwnedNanos, now);
        this.seen = first;
        this.end = UNKNOWN;
        this.confirmedNanos = now;
        this.highest = first.frontier();
        take(first, true, notOwnedNanos, now);
    }

    /**
     * Takes what the consumer sees now.
     *
     * @param drainedNanos what was fetched before is not new in it
     */
    void sampled(PartitionSample sample, long drainedNanos, long now) {
        take(sample, sample.end() != seen.end(), drainedNanos, now);
    }

    /** Takes that it is as it was, and that a record would have been noticed. */
    void stillWaiting(long now) {
        Timestamps known =
                new Timestamps(seen.timestamps().oldest(), seen.timestamps().done(), Timestamps.NONE);
        take(with(seen.frontier(), known), false, now, now);
    }

    /** Takes what the application finished since the last sample. */
    void finished(long frontier, long now) {
        if (seen.frontier() == UNKNOWN || frontier <= seen.frontier()) {
            return;
        }
        if (seen.committed() >= seen.frontier()) {
            since.uncommittedNanos = now;
        }
        since.sameFrontierNanos = now;
        highest = Math.max(highest, frontier);
        // What was the oldest is the youngest known of those before it.
        long before = seen.timestamps().oldest();
        Timestamps timestamps = new Timestamps(Timestamps.NONE, before, Timestamps.NONE);
        seen = with(frontier, timestamps);
    }

    private PartitionSample with(long frontier, Timestamps timestamps) {
        return new PartitionSample(
                seen.partition(), seen.committed(), frontier, seen.position(), seen.end(), timestamps, seen.isPaused());
    }

    private void take(PartitionSample sample, boolean isNews, long drainedNanos, long now) {
        boolean wasBehind = records() > 0;
        boolean moved = sample.frontier() != seen.frontier();
        boolean wasCommitted = seen.committed() >= seen.frontier() || sample.committed() != seen.committed();
        boolean wentBack = sample.end() < seen.end();
        // What came before a pause waits in the client until after it, and nothing is fetched from a position
        // meanwhile.
        long drained = since.drained(drainedNanos);
        boolean isOfNow = !seen.isPaused() && drained - since.otherPositionNanos > 0;
        since.fetchedNanos = isOfNow ? drained : since.otherPositionNanos;
        if (sample.position() != seen.position()) {
            since.otherPositionNanos = since.sampledNanos;
        }
        since.pausedNanos = seen.isPaused() ? since.pausedNanos : now;
        // Only then a fetch has waited at the broker since, and what it brings arrives at once.
        boolean wasAwaited = seen.isLevel() && seen.end() == end && !seen.isPaused();
        seen = sample;
        since.sampledNanos = now;
        highest = Math.max(highest, sample.frontier());
        if (sample.timestamps().ageOnArrival() != Timestamps.NONE && wasAwaited) {
            skew.observe(sample.timestamps().ageOnArrival(), now);
        }
        if (sample.end() != UNKNOWN) {
            if (isNews) {
                takeEnd(sample.end(), wentBack, now);
            } else if (wasAwaited) {
                takeRepeated(sample, drained, now);
            }
        }
        if (moved || !wasBehind) {
            since.sameFrontierNanos = now;
        }
        if (wasCommitted) {
            since.uncommittedNanos = now;
        }
    }

    private void takeEnd(long shown, boolean wentBack, long now) {
        // The client's own end never goes back in one log, and nobody finishes what is not there yet.
        boolean isOfAnotherLog = wentBack && highest > shown && seen.frontier() <= shown;
        // Data fetched before a pause is looked at after it, with the end of then: an end that goes back is believed
        // only when nothing confirms the later one.
        if (shown >= end || isOfAnotherLog || !isConfirmed(now, LagTracker.STALE_AFTER)) {
            told(shown, since.fetchedNanos, now);
        }
    }

    private void takeRepeated(PartitionSample sample, long drainedNanos, long now) {
        // A fetch waits at the broker for the next record, which would be here by now (KIP-227: a session's answers
        // leave out what did not change). Looks at the same end of a partition that is not fetched prove nothing, nor
        // do they while the broker cannot be reached, nor what came to the client and was not looked at.
        if (sample.end() == end
                && sample.isLevel()
                && !sample.isPaused()
                && isConfirmed(now, LagTracker.UNKNOWN_AFTER)) {
            ends.seen(end, drainedNanos, now);
        }
    }

    /** Takes note that the cluster is asked for the end now. */
    void asked(long now) {
        since.askedNanos = now;
        isUnanswered = true;
    }

    /** Takes note that the cluster is asked for the start now. */
    void startAsked(long now) {
        since.startAskedNanos = now;
    }

    /** Takes the answer of the cluster. */
    void answered(long newEnd, long now) {
        isUnanswered = false;
        long asked = since.askedNanos == null ? now : since.askedNanos;
        boolean isOvertaken = newEnd < end && confirmedNanos - asked > 0;
        if (!isOvertaken) {
            told(newEnd, asked, now);
        }
    }

    /** Takes an end that a broker told between these times. */
    private void told(long newEnd, long fromNanos, long now) {
        boolean wasBehind = records() > 0;
        if (newEnd < end) {
            // A log that ends before is another one, or was cut: nobody has to come back to where it was.
            highest = highest > newEnd ? seen.frontier() : highest;
            logStart = UNKNOWN;
            since.startAskedNanos = null;
        }
        end = newEnd;
        confirmedNanos = now;
        ends.seen(newEnd, fromNanos, now);
        if (!wasBehind) {
            since.sameFrontierNanos = now;
        }
    }

    /** Takes the first offset that retention has left, as a broker told it. */
    void startTold(long offset) {
        logStart = offset;
    }

    /** Takes note that nothing has to move now, such as while the consumer is paused. */
    void excused(long now) {
        since.excusedNanos = now;
    }

    /**
     * Returns whether the end should be asked for: at once when a pause began, sooner when no fetch waits for it, later when
     * nobody answered, because a question about a partition without a leader takes all the time there is.
     */
    boolean isStale(long now) {
        Long asked = since.askedNanos;
        if (isUnanswered && asked != null && now - asked < LagTracker.ASK_AGAIN_AFTER.toNanos()) {
            return false;
        }
        boolean isFetched = !seen.isPaused() && sampledNanos(now) < UNSEEN_NANOS;
        return !isConfirmed(now, LagTracker.STALE_AFTER)
                || (!isFetched && now - ends.lastNanos() >= LagTracker.STALE_WHILE_PAUSED.toNanos())
                || (seen.isPaused() && since.pausedNanos - ends.lastNanos() > 0);
    }

    /** Returns whether the start of the log should be asked for; it matters only while records wait. */
    boolean needsStart(long now) {
        Long asked = since.startAskedNanos;
        // Behind the end it is of the log of before.
        boolean matters = records() > 0 || logStart > end;
        return matters && (asked == null || now - asked >= LagTracker.START_AFTER.toNanos());
    }

    boolean isConfirmed(long now, Duration age) {
        return end != UNKNOWN && now - confirmedNanos < age.toNanos();
    }

    boolean isKnown(long now) {
        return isConfirmed(now, LagTracker.UNKNOWN_AFTER) && seen.frontier() != UNKNOWN;
    }

    PartitionSample seen() {
        return seen;
    }

    /** Returns the unfinished records by the last known end, at least 0; also 0 where it is not known. */
    long records() {
        return end == UNKNOWN || seen.frontier() == UNKNOWN ? 0 : Math.max(0, end - oldest());
    }

    /** Returns the highest offset that the frontier ever had. */
    long highestFrontier() {
        return highest;
    }

    /** Returns how long the partition has been assigned, in nanoseconds. */
    long assignedNanos(long now) {
        return now - since.assignedNanos;
    }

    /** Returns how long the same record has been the oldest unfinished one though it should not, in nanoseconds. */
    long stillNanos(long now) {
        return Math.min(now - since.sameFrontierNanos, now - since.excusedNanos);
    }

    /** Returns how long ago the consumer was looked at, in nanoseconds. */
    long sampledNanos(long now) {
        return now - since.sampledNanos;
    }

    /** Returns which share of the retained log is left in front of the oldest unfinished record; NaN where unknown. */
    double headroom() {
        if (end == UNKNOWN || seen.frontier() == UNKNOWN) {
            return Double.NaN;
        }
        if (records() == 0) {
            return 1;
        }
        return logStart == UNKNOWN ? Double.NaN : Math.max(0.0, (double) seen.frontier() - logStart) / (end - logStart);
    }

    /** Returns what is known now. */
    PartitionLag lag(long now, long wallMillis) {
        boolean known = isKnown(now);
        return new PartitionLag(
                seen.partition(),
                new Offsets(
                        logStart,
                        seen.committed(),
                        seen.frontier(),
                        seen.position(),
                        isConfirmed(now, LagTracker.UNKNOWN_AFTER) ? end : UNKNOWN),
                known ? timeLag(now, wallMillis) : TimeLag.UNKNOWN,
                known ? seconds(records() > 0, now - since.sameFrontierNanos) : Double.NaN,
                seen.committed() == UNKNOWN || seen.frontier() == UNKNOWN
                        ? Double.NaN
                        : seconds(seen.committed() < seen.frontier(), now - since.uncommittedNanos),
                seen.isPaused());
    }

    /** Returns the time lag alone, of a partition that {@linkplain #isKnown is known}; NaN where it is unknown. */
    double timeSeconds(long now, long wallMillis) {
        return timeLag(now, wallMillis).seconds();
    }

    private TimeLag timeLag(long now, long wallMillis) {
        if (records() == 0) {
            return TimeLag.LEVEL;
        }
        Bracket appended = ends.appended(oldest());
        Timestamps timestamps = seen.frontier() == oldest() ? seen.timestamps() : Timestamps.UNKNOWN;
        return new AgeEstimate(appended, now)
                .of(ageOf(timestamps.oldest(), wallMillis), ageOf(timestamps.done(), wallMillis));
    }

    private long ageOf(long timestamp, long wallMillis) {
        return timestamp == Timestamps.NONE
                ? AgeEstimate.UNKNOWN
                : Math.max(
                        0,
                        Duration.ofMillis(wallMillis - timestamp - skew.millis())
                                .toNanos());
    }

    /** What retention deleted cannot be read any more. */
    private long oldest() {
        return Math.max(seen.frontier(), logStart);
    }

    private static double seconds(boolean counts, long nanos) {
        return counts ? nanos / 1e9 : 0;
    }
}
