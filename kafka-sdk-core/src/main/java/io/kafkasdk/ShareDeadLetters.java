package io.kafkasdk;

import io.kafkasdk.deadletter.DeadLetterWriter;
import io.kafkasdk.deadletter.GivenUp;
import io.kafkasdk.share.DeadLetters;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Writes the dead letters of share groups like those of consumer groups: one writer for each group. */
final class ShareDeadLetters implements DeadLetters {

    private final Function<String, DeadLetterWriter> writers;
    private final Map<String, DeadLetterWriter> byGroup = new ConcurrentHashMap<>();

    ShareDeadLetters(Function<String, DeadLetterWriter> writers) {
        this.writers = writers;
    }

    @Override
    public CompletionStage<?> write(ConsumerRecord<byte[], byte[]> record, Reason why) {
        return byGroup.computeIfAbsent(why.group(), writers)
                .write(record, new GivenUp(why.topic(), why.attempts(), why.failure()));
    }
}
