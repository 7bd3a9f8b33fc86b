package io.kafkasdk.test.ledger;

/**
 * What the library itself counted.
 *
 * @param who {@code producer.life}, or {@code group/member}
 * @param what what it counted, such as {@code acked}
 */
public record Claim(String who, String what, long count) {}
