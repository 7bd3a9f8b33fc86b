package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;

/**
 * Records that a Kafka client sent again since the last look.
 *
 * @param clientId the producer's client.id
 * @param topic the topic
 * @param records how many; a record that was sent again twice counts twice
 * @param durability how they are written
 */
public record RetriedRecords(String clientId, String topic, long records, Durability durability) {}
