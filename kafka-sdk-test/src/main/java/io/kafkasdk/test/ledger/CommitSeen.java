package io.kafkasdk.test.ledger;

import org.apache.kafka.common.TopicPartition;

/**
 * A committed offset as the brokers told it.
 *
 * @param askedAt monotonic time before the question, nanoseconds
 * @param toldAt monotonic time after the answer: the commit is older than this
 */
public record CommitSeen(String group, TopicPartition partition, long offset, long askedAt, long toldAt) {}
