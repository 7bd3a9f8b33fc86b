package io.kafkasdk.share;

import io.kafkasdk.deadletter.GivenUp;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes records that were given up to a dead letter topic.
 *
 * <p><b>Threads:</b> called by several threads.
 */
@FunctionalInterface
interface DeadLetters {

    /**
     * Writes one record. May block as long as a send may.
     *
     * @param record the record as it was read
     * @param why what is told about it
     * @return ends when the topic has it for good, or fails
     */
    CompletionStage<?> write(ConsumerRecord<byte[], byte[]> record, GivenUp why);
}
