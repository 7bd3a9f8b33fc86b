package io.kafkasdk.producer;

import io.kafkasdk.error.Diagnosis;
import org.apache.kafka.common.KafkaException;

/**
 * A record that its topic does not take.
 *
 * @param diagnosis why
 * @param asKafka what Kafka's client would have thrown for it, sooner or later
 */
record BadRecord(Diagnosis diagnosis, KafkaException asKafka) {}
