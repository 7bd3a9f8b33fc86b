package io.kafkasdk.benchmarks.child;

/** A way to send to and read from the same topics, to be weighed beside others. */
@FunctionalInterface
public interface TrafficSide {

    /**
     * Starts to consume and makes what sends; returns at once where it can. What it starts ends with the JVM.
     *
     * @param task what to read and write, and how
     * @param footmarks told of each record that was handled
     */
    Sender open(HandlingTask task, Footmarks footmarks);

    /** What sends. */
    @FunctionalInterface
    interface Sender {

        /**
         * Sends one record.
         *
         * @param topic where
         * @param partition where in it
         * @param value what
         * @param acked to be run when the record is acknowledged
         */
        void send(String topic, int partition, byte[] value, Runnable acked);
    }
}
