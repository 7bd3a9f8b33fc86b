package io.kafkasdk;

import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.producer.ProducerPool;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.share.DeadLetters;
import io.kafkasdk.tuning.TuningProfile;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the dead letters of share groups through a guarded producer, which is opened with the first one. */
final class ShareDeadLetters implements DeadLetters {

    private static final int LONGEST_NAME = 200;
    private static final String NAME_END = ".dead-letters";

    private final ProducerPool producers;

    ShareDeadLetters(ProducerPool producers) {
        this.producers = producers;
    }

    @Override
    public CompletionStage<?> write(ConsumerRecord<byte[], byte[]> record, Reason why) {
        return producer(why.group())
                .send(new ProducerRecord<>(why.topic(), null, record.key(), record.value(), record.headers()));
    }

    private GuardedProducer<byte[], byte[]> producer(String group) {
        String name = group.substring(0, Math.min(group.length(), LONGEST_NAME - NAME_END.length())) + NAME_END;
        return producers.open(
                ProducerSettings.named(name, new ByteArraySerializer(), new ByteArraySerializer()),
                TuningProfile.BALANCED.producer());
    }
}
