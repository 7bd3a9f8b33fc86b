package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.spring.boot.actuate.DeadLettersView.End;
import io.kafkasdk.spring.boot.actuate.DeadLettersView.Entry;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Remembers the last records that were given up: where they are, and never what is in them.
 *
 * <p><b>Threads:</b> safe for use by any number of threads; what it does under its lock is short.
 */
final class RecentDeadLetters implements ConsumerListener {

    private static final int MOST = 100;
    /** Failures come before the record is given up; of more records than these the class is forgotten. */
    private static final int MOST_FAILURES = 1_000;

    private final Clock clock;
    private final Deque<Entry> recent = new ArrayDeque<>(MOST);
    private final Map<Place, String> failures = new LinkedHashMap<>();
    private long deadLettered;
    private long skipped;
    private long refused;

    private record Place(String group, TopicPartition partition, long offset) {}

    RecentDeadLetters(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void handlerFailed(
            String group, TopicPartition partition, long offset, int attempt, Throwable failure) {
        failures.put(new Place(group, partition, offset), failure.getClass().getName());
        if (failures.size() > MOST_FAILURES) {
            failures.remove(failures.keySet().iterator().next());
        }
    }

    @Override
    public synchronized void deadLettered(
            String group, TopicPartition partition, long offset, int attempts, String deadLetterTopic) {
        deadLettered++;
        String failure = failures.remove(new Place(group, partition, offset));
        add(new Entry(
                clock.instant(),
                End.DEAD_LETTERED,
                group,
                partition.topic(),
                partition.partition(),
                offset,
                attempts,
                deadLetterTopic,
                failure));
    }

    @Override
    public synchronized void deadLetterFailed(
            String group, TopicPartition partition, long offset, String deadLetterTopic, Throwable failure) {
        refused++;
    }

    @Override
    public synchronized void skipped(
            String group, TopicPartition partition, long offset, int attempts, Throwable failure) {
        skipped++;
        failures.remove(new Place(group, partition, offset));
        add(new Entry(
                clock.instant(),
                End.SKIPPED,
                group,
                partition.topic(),
                partition.partition(),
                offset,
                attempts,
                null,
                failure.getClass().getName()));
    }

    private void add(Entry entry) {
        if (recent.size() == MOST) {
            recent.removeLast();
        }
        recent.addFirst(entry);
    }

    synchronized DeadLettersView view() {
        return new DeadLettersView(deadLettered, skipped, refused, List.copyOf(recent));
    }
}
