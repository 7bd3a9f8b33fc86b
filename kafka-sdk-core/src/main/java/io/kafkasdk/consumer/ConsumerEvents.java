package io.kafkasdk.consumer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.internal.LogLimiter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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
            listener.handled(group, work.owner().partition().topic(), work.sizeBytes(), tookNanos);
        } catch (Throwable e) {
            ignore(e);
        }
    }

    void handlerFailed(Work work, Throwable failure) {
        tell(l -> l.handlerFailed(
                group, work.owner().partition(), work.record().offset(), work.failedAttempts(), failure));
    }

    void assigned(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            tell(l -> l.assigned(group, List.copyOf(partitions)));
        }
    }

    void revoked(Collection<OwnedPartition> owners, Loss loss) {
        if (!owners.isEmpty()) {
            List<TopicPartition> partitions =
                    owners.stream().map(OwnedPartition::partition).toList();
            tell(l -> l.revoked(group, partitions, loss == Loss.TAKEN));
        }
    }

    void committed(boolean succeeded, long tookNanos) {
        tell(l -> l.committed(group, succeeded, tookNanos));
    }

    void stateChanged(ConsumerState state) {
        tell(l -> l.stateChanged(group, state));
    }

    void stalled(Diagnosis why) {
        tell(l -> l.stalled(group, why));
    }

    void moving() {
        tell(l -> l.moving(group));
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
