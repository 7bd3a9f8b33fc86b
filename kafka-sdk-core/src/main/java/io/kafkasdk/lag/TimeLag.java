package io.kafkasdk.lag;

import java.time.Duration;
import java.util.Comparator;

/**
 * How old the oldest unfinished record of a partition is: the time since it was appended to the log; of a transaction, where
 * only committed records are read, the time since its end, before which nobody could read it.
 *
 * @param age the best estimate, never negative; without meaning while the source is {@link Source#UNKNOWN}
 * @param error the true age is within this of the estimate, as far as the {@link Source} can be trusted
 * @param source what the estimate rests on
 */
public record TimeLag(Duration age, Duration error, Source source) {

    /** Not known, which is not the same as 0. */
    public static final TimeLag UNKNOWN = new TimeLag(Duration.ZERO, Duration.ZERO, Source.UNKNOWN);

    /** Nothing is unfinished. */
    public static final TimeLag LEVEL = new TimeLag(Duration.ZERO, Duration.ZERO, Source.LEVEL);

    /** Orders by what is worst: unknown last, else by age. */
    static final Comparator<TimeLag> BY_AGE =
            Comparator.comparing(TimeLag::isKnown).reversed().thenComparing(TimeLag::age);

    /** What an estimate rests on. */
    public enum Source {
        /** Nothing is unfinished. */
        LEVEL,
        /**
         * This process saw the end of the log pass the record: within the error, whatever timestamps say. They only choose
         * inside it. The error is 2 s at most for a backlog of up to five minutes, later one percent of the age; of an adopted
         * consumer it may be three times the time between its polls.
         */
        TABLE,
        /** The timestamp of the record, which is in hand; as good as the clock of its producer. */
        RECORD,
        /** It lies between two times that are known; the estimate is the middle. */
        BOUNDS,
        /** Not known. */
        UNKNOWN
    }

    /** Returns whether there is an estimate. */
    public boolean isKnown() {
        return source != Source.UNKNOWN;
    }

    /** Returns the estimate in seconds, NaN while it is not known. */
    public double seconds() {
        return isKnown() ? age.toNanos() / 1e9 : Double.NaN;
    }

    /** Returns the upper end of what the age may be, in seconds; NaN while it is not known. */
    public double upperSeconds() {
        return isKnown() ? age.plus(error).toNanos() / 1e9 : Double.NaN;
    }
}
