package io.kafkasdk;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
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
}
