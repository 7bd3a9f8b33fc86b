package io.kafkasdk.test.ledger;

/**
 * One fault.
 *
 * @param fault its kind, such as {@code broker-kill}
 * @param target what it hit
 * @param from monotonic time when it began, nanoseconds
 * @param healedAt when its cause was gone; {@code until} when nobody said so
 * @param until when its effects are no longer counted as its own; {@link Long#MAX_VALUE} when nobody said so
 */
public record FaultPeriod(String fault, String target, long from, long healedAt, long until) {}
