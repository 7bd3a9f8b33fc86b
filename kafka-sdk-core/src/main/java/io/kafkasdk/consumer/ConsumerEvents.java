package io.kafkasdk.consumer;

import io.kafkasdk.deadletter.GivenUp;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.internal.LogLimiter;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.lag.TopicStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listener of one consumer. Whatever it throws is logged and changes nothing, except an error of the JVM such
 * as an {@link OutOfMemoryError}: that goes on to the caller and ends the consumer.
 */
final class ConsumerEvents {

    private static final Logger log = LoggerFactory.getLogger(ConsumerEvents.class);

    private final String group;
    private final ConsumerListener listener;
    private final LogLimiter limiter;

    ConsumerEvents(String group, ConsumerListener listener, LongSupplier nanoClock) {
        this.group = group;
        this.listener = listener;
        this.limiter = new LogLimiter(Duration.ofMinutes(1), nanoClock);
    }

    void handled(Work work, long tookNanos) {
        // Once per record: no capturing lambda here.
        try {
            listener.handled(
                    group,
                    work.owner().partition().topic(),
                    work.sizeBytes(),
                    work.record().timestamp(),
                    tookNanos);
        } catch (Throwable e) {
            ignore(e);
        }
    }

    /** Of a record that was handled elsewhere. */
    void handled(ConsumerRecord<?, ?> record, long tookNanos) {
        try {
            int size = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
            listener.handled(group, record.topic(), size, record.timestamp(), tookNanos);
        } catch (Throwable e) {
            ignore(e);
        }
    }

    void attemptFailed(Work work, long tookNanos) {
        tell(l -> l.attemptFailed(group, work.owner().partition().topic(), tookNanos));
    }

    void retried(Work work) {
        tell(l -> l.retried(group, work.owner().partition(), work.record().offset(), work.failedAttempts() + 1));
    }

    void polled(long gapNanos) {
        // Several times a second at least: no capturing lambda here.
        try {
            listener.polled(group, gapNanos);
        } catch (Throwable e) {
            ignore(e);
        }
    }

    void rebalanced(long tookNanos) {
        tell(l -> l.rebalanced(group, tookNanos));
    }

    void handlerFailed(Work work, Throwable failure) {
        tell(l -> l.handlerFailed(
                group, work.owner().partition(), work.record().offset(), work.failedAttempts(), failure));
    }

    String group() {
        return group;
    }

    void deadLettered(Work work, GivenUp why) {
        tell(l -> l.deadLettered(
                group, work.owner().partition(), work.record().offset(), why.attempts(), why.deadLetterTopic()));
    }

    void deadLetterFailed(Work work, GivenUp why, Throwable failure) {
        tell(l -> l.deadLetterFailed(
                group, work.owner().partition(), work.record().offset(), why.deadLetterTopic(), failure));
    }

    void skipped(Work work, Throwable failure) {
        tell(l -> l.skipped(group, work.owner().partition(), work.record().offset(), work.failedAttempts(), failure));
    }

    void offsetsSkipped(SkippedRange range) {
        tell(l -> l.offsetsSkipped(group, range));
    }

    void recognized(TopicPartition partition, int records) {
        tell(l -> l.recognized(group, partition, records));
    }

    void circuitOpened(Diagnosis why) {
        tell(l -> l.circuitOpened(group, why));
    }

    void circuitClosed() {
        tell(l -> l.circuitClosed(group));
    }

    void stalled(Diagnosis why) {
        tell(l -> l.stalled(group, why));
    }

    void moving() {
        tell(l -> l.moving(group));
    }

    void rewound(TopicPartition partition, long from, long to) {
        tell(l -> l.rewound(group, partition, from, to));
    }

    void statusChanged(TopicStatus before, TopicStatus now) {
        tell(l -> l.statusChanged(group, before, now));
    }

    void lagObjectiveMissed(String topic, TimeLag lag, Duration objective) {
        tell(l -> l.lagObjectiveMissed(group, topic, lag, objective));
    }

    void lagObjectiveMet(String topic) {
        tell(l -> l.lagObjectiveMet(group, topic));
    }

    void assigned(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            tell(l -> l.assigned(group, List.copyOf(partitions)));
        }
    }

    void revoked(Collection<OwnedPartition> owners, Loss loss) {
        if (!owners.isEmpty()) {
            left(owners.stream().map(OwnedPartition::partition).toList(), loss);
        }
    }

    void left(List<TopicPartition> partitions, Loss loss) {
        tell(l -> l.revoked(group, partitions, loss == Loss.TAKEN));
    }

    void committed(boolean succeeded, long tookNanos) {
        tell(l -> l.committed(group, succeeded, tookNanos));
    }

    void stateChanged(ConsumerState state) {
        tell(l -> l.stateChanged(group, state));
    }

    /** How partitions went. */
    enum Loss {
        /** Asked for, so that what was finished could be committed. */
        GIVEN,
        /** Taken without asking. */
        TAKEN
    }

    private void tell(Consumer<ConsumerListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) {
            ignore(e);
        }
    }

    /** A stack overflow is only a listener that recursed too deep; after other errors of the JVM nothing can be trusted. */
    private void ignore(Throwable thrown) {
        if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
            throw fatal;
        }
        limiter.log(note -> log.warn("Consumer group '{}': a ConsumerListener threw, ignored{}", group, note, thrown));
    }
}
