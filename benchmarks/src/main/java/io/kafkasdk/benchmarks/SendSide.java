package io.kafkasdk.benchmarks;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One way to send, to be measured beside another one.
 *
 * @param <T> of keys and values
 */
interface SendSide<T> {

    /** Returns what the tables call it. */
    String label();

    /** Returns the client.id of its Kafka client. */
    String clientId();

    void send(String topic, T key, T value);

    void send(ProducerRecord<T, T> record);

    /** Waits until everything is acknowledged. */
    void flush();

    /** Returns how many records failed so far, as far as somebody looked. */
    long failures();
}
