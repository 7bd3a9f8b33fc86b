package io.kafkasdk;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.SkippedRange;
import io.kafkasdk.error.Diagnosis;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Several {@link ConsumerListener}s as one. */
final class ConsumerFanOut implements ConsumerListener {

    private final FanOut<ConsumerListener> all;

    ConsumerFanOut(List<ConsumerListener> listeners) {
        this.all = new FanOut<>(listeners);
    }

    @Override
    public void handled(String group, String topic, int sizeBytes, long tookNanos) {
        all.tell(listener -> listener.handled(group, topic, sizeBytes, tookNanos));
    }

    @Override
    public void handlerFailed(String group, TopicPartition partition, long offset, int attempt, Throwable failure) {
        all.tell(listener -> listener.handlerFailed(group, partition, offset, attempt, failure));
    }

    @Override
    public void assigned(String group, Collection<TopicPartition> partitions) {
        all.tell(listener -> listener.assigned(group, partitions));
    }

    @Override
    public void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {
        all.tell(listener -> listener.revoked(group, partitions, lost));
    }

    @Override
    public void committed(String group, boolean succeeded, long tookNanos) {
        all.tell(listener -> listener.committed(group, succeeded, tookNanos));
    }

    @Override
    public void stateChanged(String group, ConsumerState state) {
        all.tell(listener -> listener.stateChanged(group, state));
    }

    @Override
    public void deadLettered(
            String group, TopicPartition partition, long offset, int attempts, String deadLetterTopic) {
        all.tell(listener -> listener.deadLettered(group, partition, offset, attempts, deadLetterTopic));
    }

    @Override
    public void deadLetterFailed(
            String group, TopicPartition partition, long offset, String deadLetterTopic, Throwable failure) {
        all.tell(listener -> listener.deadLetterFailed(group, partition, offset, deadLetterTopic, failure));
    }

    @Override
    public void skipped(String group, TopicPartition partition, long offset, int attempts, Throwable failure) {
        all.tell(listener -> listener.skipped(group, partition, offset, attempts, failure));
    }

    @Override
    public void offsetsSkipped(String group, SkippedRange range) {
        all.tell(listener -> listener.offsetsSkipped(group, range));
    }

    @Override
    public void recognized(String group, TopicPartition partition, int records) {
        all.tell(listener -> listener.recognized(group, partition, records));
    }

    @Override
    public void circuitOpened(String group, Diagnosis why) {
        all.tell(listener -> listener.circuitOpened(group, why));
    }

    @Override
    public void circuitClosed(String group) {
        all.tell(listener -> listener.circuitClosed(group));
    }

    @Override
    public void stalled(String group, Diagnosis why) {
        all.tell(listener -> listener.stalled(group, why));
    }

    @Override
    public void moving(String group) {
        all.tell(listener -> listener.moving(group));
    }
}
