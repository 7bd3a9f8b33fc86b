package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.Durability;

/**
 * Where an acknowledged record landed, and what the acknowledgement is worth.
 *
 * @param topic the topic
 * @param partition the partition, from 0
 * @param offset the offset in the partition; -1 where the broker did not say, as for a batch it recognised as a repeat
 * @param timestampMillis the record's timestamp in milliseconds since the epoch: the producer's, or the broker's where
 *     the topic uses LogAppendTime
 * @param verdict what the guard knew about the topic's safety at that time
 * @param durability which replicas have it: all in sync, or the leader alone
 * @param visibility from when on consumers can read it
 */
public record SendReceipt(
        String topic,
        int partition,
        long offset,
        long timestampMillis,
        AcksVerdict.Kind verdict,
        Durability durability,
        Visibility visibility) {}
