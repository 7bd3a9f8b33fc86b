package io.kafkasdk.benchmarks.child;

/**
 * A way to send, to be measured beside others.
 *
 * <p><b>Threads:</b> called by one thread.
 */
public interface SendingSide {

    /**
     * Sends as the application would that knows this client: waits where the client asks for it, tells {@code acks} once.
     *
     * @param value of the record, without a key
     * @param acks the callback, or what the future is completed with
     */
    void send(byte[] value, Acks acks);

    /**
     * Returns a figure of the Kafka producer.
     *
     * @param name of a metric in the group {@code producer-metrics}
     */
    double metric(String name);
}
