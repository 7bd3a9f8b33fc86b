package io.kafkasdk.lag;

import java.time.Duration;

/**
 * What the status of a topic depends on beside the lag. Used by {@code consumer}.
 *
 * @param sincePoll how long ago the poll thread last came round
 * @param pollLimit {@code max.poll.interval.ms}
 * @param longestHandling the longest that one of the handlers took which ended in the last minutes, 0 where none took long
 * @param pausedBy who wants that nothing is fetched, empty when nobody does; holding back while the budget in flight is
 *     spent does not count, because handlers that work end that by themselves
 * @param failure why the consumer failed, empty when it did not
 * @param handlesWherePolls whether the thread that polls also handles the records, so that it is away for as long as that
 *     takes
 */
public record MemberFacts(
        Duration sincePoll,
        Duration pollLimit,
        Duration longestHandling,
        String pausedBy,
        String failure,
        boolean handlesWherePolls) {

    private static final Duration MOST_PATIENCE = Duration.ofSeconds(60);

    /** Of a member that polls on a thread of its own. */
    public MemberFacts(
            Duration sincePoll, Duration pollLimit, Duration longestHandling, String pausedBy, String failure) {
        this(sincePoll, pollLimit, longestHandling, pausedBy, failure, false);
    }

    /** After this long without a poll, nobody polls. */
    Duration pollPatience() {
        Duration half = pollLimit.dividedBy(2);
        return handlesWherePolls || half.compareTo(MOST_PATIENCE) < 0 ? half : MOST_PATIENCE;
    }

    /** After this long with the same oldest record, it stands still. */
    Duration stallPatience() {
        Duration slow = longer(longestHandling.multipliedBy(3), MOST_PATIENCE);
        return handlesWherePolls ? longer(slow, pollPatience()) : slow;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
