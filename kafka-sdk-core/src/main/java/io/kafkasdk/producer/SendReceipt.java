package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksVerdict;

/**
 * Where an acknowledged record landed.
 *
 * @param topic the topic
 * @param partition the partition, from 0
 * @param offset the offset in the partition
 * @param timestampMillis the record's timestamp in milliseconds since the epoch: the producer's, or the broker's where
 *     the topic uses LogAppendTime
 * @param verdict what the guard knew about the topic's safety at that time
 */
public record SendReceipt(String topic, int partition, long offset, long timestampMillis, AcksVerdict.Kind verdict) {}
