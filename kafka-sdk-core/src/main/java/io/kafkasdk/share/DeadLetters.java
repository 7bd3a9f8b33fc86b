package io.kafkasdk.share;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes records that were given up to a dead letter topic.
 *
 * <p><b>Threads:</b> called by several threads.
 */
@FunctionalInterface
public interface DeadLetters {

    /**
     * Writes one record. May block as long as a send may.
     *
     * @param record the record as it was read
     * @param why what is told about it
     * @return ends when the topic has it for good, or fails
     */
    CompletionStage<?> write(ConsumerRecord<byte[], byte[]> record, Reason why);

    /**
     * Why a record was given up.
     *
     * @param group the share group
     * @param topic the dead letter topic
     * @param attempts how often it was delivered
     * @param failure what the last attempt ended with
     */
    record Reason(String group, String topic, int attempts, Throwable failure) {}
}
