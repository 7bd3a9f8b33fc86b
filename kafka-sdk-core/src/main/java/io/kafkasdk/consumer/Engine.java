package io.kafkasdk.consumer;

/**
 * What runs of a member, and what other threads may touch of it.
 *
 * @param parts of these only the client's wakeup and the count in flight
 * @param workers run the handlers
 * @param seeks takes the seeks of the application
 * @param poller the poll thread
 * @param watchdog sees when nothing moves
 */
record Engine(MemberParts parts, Workers workers, Seeks seeks, Thread poller, ProgressWatchdog watchdog) {}
