package io.kafkasdk.test.ledger;

import org.apache.kafka.common.TopicPartition;

/**
 * Offsets that a member said that it does not read.
 *
 * @param from the first of them
 * @param to the first after them
 */
public record Skip(String group, String member, TopicPartition partition, long from, long to, long nanos) {}
