package io.kafkasdk.producer;

import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Follows sends for a tracer. Public for the compiler's sake: applications give {@code KafkaSdkBuilder} an observation
 * registry.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
public interface SendTracing {

    /** Follows nothing, at no cost. */
    SendTracing NONE = (clientId, record) -> SendTrace.NONE;

    /**
     * Begins to follow one send, on the sending thread. Never throws.
     *
     * @param clientId the producer's client.id
     * @param record what is sent; not changed
     */
    SendTrace begin(String clientId, ProducerRecord<?, ?> record);
}
