package io.kafkasdk;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several listeners; one that throws does not keep the news from the others. */
final class ConsumerFanOut implements ConsumerListener {

    private static final Logger log = LoggerFactory.getLogger(ConsumerFanOut.class);

    private final List<ConsumerListener> listeners;

    ConsumerFanOut(List<ConsumerListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void handled(String group, String topic, int sizeBytes, long tookNanos) {
        tell(listener -> listener.handled(group, topic, sizeBytes, tookNanos));
    }

    @Override
    public void handlerFailed(String group, TopicPartition partition, long offset, int attempt, Throwable failure) {
        tell(listener -> listener.handlerFailed(group, partition, offset, attempt, failure));
    }

    @Override
    public void assigned(String group, Collection<TopicPartition> partitions) {
        tell(listener -> listener.assigned(group, partitions));
    }

    @Override
    public void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {
        tell(listener -> listener.revoked(group, partitions, lost));
    }

    @Override
    public void committed(String group, boolean succeeded, long tookNanos) {
        tell(listener -> listener.committed(group, succeeded, tookNanos));
    }

    @Override
    public void stateChanged(String group, ConsumerState state) {
        tell(listener -> listener.stateChanged(group, state));
    }

    private void tell(Consumer<ConsumerListener> news) {
        for (ConsumerListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException failure) {
                log.warn(
                        "Consumer listener {} threw; the consumer is not affected",
                        listener.getClass().getName(),
                        failure);
            }
        }
    }
}
