package io.kafkasdk.consumer;

import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.LogLimiter;
import io.kafkasdk.resilience.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on asking about partitions until there is an answer. All at once, and after a failure one by one: a partition
 * without a leader must not hold up the others.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class Questioning {

    private static final Logger log = LoggerFactory.getLogger(Questioning.class);

    private final String group;
    private final LongSupplier nanoClock;
    private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(3));
    private final LogLimiter limiter;
    private Deadline rest;
    private int failures;

    Questioning(String group, LongSupplier nanoClock) {
        this.group = group;
        this.nanoClock = nanoClock;
        this.limiter = new LogLimiter(Duration.ofMinutes(1), nanoClock);
        this.rest = Deadline.in(Duration.ZERO, nanoClock);
    }

    /**
     * Asks, unless there is nothing to ask or the last failure was just now.
     *
     * @param pending what to ask about; one that failed goes to its end
     * @param question asks about some of them; may throw a KafkaException
     */
    void ask(Set<OwnedPartition> pending, Consumer<List<OwnedPartition>> question) {
        if (pending.isEmpty() || !rest.hasPassed()) {
            return;
        }
        List<OwnedPartition> all = List.copyOf(pending);
        List<List<OwnedPartition>> portions =
                failures == 0 ? List.of(all) : all.stream().map(List::of).toList();
        for (List<OwnedPartition> portion : portions) {
            try {
                question.accept(portion);
            } catch (WakeupException e) {
                // Meant for a poll.
                return;
            } catch (KafkaException e) {
                portion.forEach(pending::remove);
                pending.addAll(portion);
                failed(portion, e);
                return;
            }
        }
        failures = 0;
    }

    private void failed(List<OwnedPartition> portion, KafkaException error) {
        failures++;
        rest = Deadline.in(backoff.delay(failures), nanoClock);
        limiter.log(note -> log.warn(
                "Consumer group '{}': where to read on in {} could not be found out ({}: {}), so these partitions wait; "
                        + "it is tried again. Check that the brokers run and that the partitions have a leader{}",
                group,
                portion.stream().map(OwnedPartition::partition).toList(),
                error.getClass().getSimpleName(),
                error.getMessage(),
                note));
    }
}
