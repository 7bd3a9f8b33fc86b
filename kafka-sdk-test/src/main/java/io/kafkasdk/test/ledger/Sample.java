package io.kafkasdk.test.ledger;

/**
 * What a process used at a moment.
 *
 * @param who {@code producer.life}, or {@code group/member}
 * @param nanos monotonic time
 */
public record Sample(String who, long nanos, ResourceUse use) {}
