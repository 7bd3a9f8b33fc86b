package io.kafkasdk.lag;

import io.kafkasdk.lag.EndTable.Bracket;
import io.kafkasdk.lag.TimeLag.Source;
import java.time.Duration;

/**
 * How old a record is, by all that is known of it. First what this process saw itself; a timestamp counts where that
 * leaves a gap, and only as far as it does not contradict.
 *
 * @param appended when the record was appended, by the ends of the log that were seen
 * @param nowNanos monotonic time
 */
record AgeEstimate(Bracket appended, long nowNanos) {

    /** An age that is not known. */
    static final long UNKNOWN = -1;

    /** Clocks that are this close tell the same. */
    private static final long CLOSE = Duration.ofMillis(500).toNanos();

    /**
     * Returns the estimate.
     *
     * @param byTimestamp the age by the record's own timestamp in nanoseconds, {@link #UNKNOWN} where it was not fetched
     * @param ofLastDone the age of the record before it, which is older; {@link #UNKNOWN} where none was fetched
     */
    TimeLag of(long byTimestamp, long ofLastDone) {
        long least = appended.hasBy() ? Math.max(0, nowNanos - appended.byNanos()) : 0;
        if (appended.isClosed()) {
            long most = nowNanos - appended.afterNanos();
            boolean fits = byTimestamp != UNKNOWN && byTimestamp >= least - CLOSE && byTimestamp <= most + CLOSE;
            long age = fits ? Math.max(least, Math.min(byTimestamp, most)) : least + (most - least) / 2;
            return lag(age, Math.max(age - least, most - age), Source.TABLE);
        }
        if (byTimestamp != UNKNOWN) {
            return lag(Math.max(byTimestamp, least), 0, Source.RECORD);
        }
        if (ofLastDone != UNKNOWN) {
            long half = Math.max(0, ofLastDone - least) / 2;
            return lag(least + half, half, Source.BOUNDS);
        }
        return TimeLag.UNKNOWN;
    }

    private static TimeLag lag(long ageNanos, long errorNanos, Source source) {
        return new TimeLag(Duration.ofNanos(ageNanos), Duration.ofNanos(errorNanos), source);
    }
}
