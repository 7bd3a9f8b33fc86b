package io.kafkasdk;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.SkippedRange;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.lag.TopicStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Several {@link ConsumerListener}s as one. */
final class ConsumerFanOut implements ConsumerListener {

    private final FanOut<ConsumerListener> all;

    ConsumerFanOut(List<ConsumerListener> listeners, List<ConsumerListener> ofRecords) {
        this.all = new FanOut<>(listeners, ofRecords);
    }

    @Override
    public void handled(String group, String topic, int sizeBytes, long timestampMillis, long tookNanos) {
        for (ConsumerListener listener : all.ofRecords()) {
            try {
                listener.handled(group, topic, sizeBytes, timestampMillis, tookNanos);
            } catch (Throwable failure) {
                all.threw(listener, failure);
            }
        }
    }

    @Override
    public void attemptFailed(String group, String topic, long tookNanos) {
        all.tell(listener -> listener.attemptFailed(group, topic, tookNanos));
    }

    @Override
    public void retried(String group, TopicPartition partition, long offset, int attempt) {
        all.tell(listener -> listener.retried(group, partition, offset, attempt));
    }

    @Override
    public void polled(String group, long gapNanos) {
        for (ConsumerListener listener : all.ofRecords()) {
            try {
                listener.polled(group, gapNanos);
            } catch (Throwable failure) {
                all.threw(listener, failure);
            }
        }
    }

    @Override
    public void rebalanced(String group, long tookNanos) {
        all.tell(listener -> listener.rebalanced(group, tookNanos));
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

    @Override
    public void rewound(String group, TopicPartition partition, long from, long to) {
        all.tell(listener -> listener.rewound(group, partition, from, to));
    }

    @Override
    public void statusChanged(String group, TopicStatus before, TopicStatus now) {
        all.tell(listener -> listener.statusChanged(group, before, now));
    }

    @Override
    public void lagObjectiveMissed(String group, String topic, TimeLag lag, Duration objective) {
        all.tell(listener -> listener.lagObjectiveMissed(group, topic, lag, objective));
    }

    @Override
    public void lagObjectiveMet(String group, String topic) {
        all.tell(listener -> listener.lagObjectiveMet(group, topic));
    }
}
