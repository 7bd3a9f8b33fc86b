package io.kafkasdk.consumer;

/**
 * Puts a tracer around handlers, when a consumer is made. Public for the compiler's sake: applications give
 * {@code KafkaSdkBuilder} an observation registry.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 *
 * <p><b>Guarantee:</b> what is put around a handler passes on what it returns and throws.
 */
public interface HandlerTracing {

    /** Leaves handlers as they are. */
    HandlerTracing NONE = new HandlerTracing() {};

    /**
     * Returns the handler with a tracer around each call.
     *
     * @param handler handles records
     * @param group the consumer group
     * @param clientId the consumer's client.id
     */
    default <K, V> RecordHandler<K, V> ofRecords(RecordHandler<K, V> handler, String group, String clientId) {
        return handler;
    }

    /** Like {@link #ofRecords}, for a handler of batches. */
    default <K, V> BatchHandler<K, V> ofBatches(BatchHandler<K, V> handler, String group, String clientId) {
        return handler;
    }

    /** Like {@link #ofRecords}, for an asynchronous handler: the tracer waits for the stage. */
    default <K, V> AsyncHandler<K, V> ofStages(AsyncHandler<K, V> handler, String group, String clientId) {
        return handler;
    }
}
