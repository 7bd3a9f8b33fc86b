package io.kafkasdk.test.ledger;

import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * One record as a broker's log has it.
 *
 * @param stamp empty for a record without a stamp that can be read
 * @param isIntact whether key and value are those that the stamp was made for
 */
public record Logged(TopicPartition partition, long offset, Optional<Stamp> stamp, boolean isIntact) {}
