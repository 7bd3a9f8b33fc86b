package io.kafkasdk.producer;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One send as a tracer sees it. Either {@link #follow} is called, or one of {@link #delivered} and {@link #failed}. No method
 * throws.
 *
 * <p><b>Threads:</b> begins on the sending thread, ends on whatever thread knows the end.
 */
public interface SendTrace {

    /** Of a send that nobody follows. */
    SendTrace NONE = new Untraced();

    /**
     * Returns the record with the headers that tell its reader where it comes from; a copy, where that takes one.
     *
     * @param record the record that the trace began with
     */
    <K, V> ProducerRecord<K, V> carry(ProducerRecord<K, V> record);

    /**
     * Ends with a future.
     *
     * @param sent the end of the send
     * @return completes alike, just behind the end of the trace; its dependents cannot hold that up
     */
    CompletableFuture<SendReceipt> follow(CompletableFuture<SendReceipt> sent);

    /**
     * Ends well.
     *
     * @param partition where the record is
     * @param offset where in there; -1 where the broker did not say
     */
    void delivered(int partition, long offset);

    /** Ends badly. */
    void failed(Throwable failure);
}
