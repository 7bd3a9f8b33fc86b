package io.kafkasdk.consumer;

import java.time.Duration;

/**
 * How long the watchdog waits before it says something.
 *
 * @param handler for a handler to return
 * @param retry for a record that is tried again and holds up the committed offset
 * @param deadLetter for the dead letter topic to take a record
 * @param poll for polls that fail
 * @param commit for commits that fail
 * @param fetch for a partition to bring records
 * @param group for a place in the group
 * @param round for the poll thread to come round
 */
record Patience(
        Duration handler,
        Duration retry,
        Duration deadLetter,
        Duration poll,
        Duration commit,
        Duration fetch,
        Duration group,
        Duration round) {

    static final Patience DEFAULT = new Patience(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30));

    /** Returns one that lets a round take as long as a rebalance may: handlers that end, then a commit, then some. */
    Patience withDrain(Duration drain) {
        Duration needed = drain.plusSeconds(20);
        return new Patience(
                handler, retry, deadLetter, poll, commit, fetch, group, needed.compareTo(round) > 0 ? needed : round);
    }
}
