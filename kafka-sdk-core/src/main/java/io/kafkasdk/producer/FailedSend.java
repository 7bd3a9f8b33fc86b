package io.kafkasdk.producer;

/**
 * A send that the client gave up.
 *
 * @param send the record
 * @param reason what the client said
 * @param partition where it was to go, -1 where that was not decided
 * @param handedOver false when the client never took it, so that nothing of it can be in the log
 * @param atNanos when, by the monotonic clock
 */
record FailedSend(PendingSend send, Exception reason, int partition, boolean handedOver, long atNanos) {}
