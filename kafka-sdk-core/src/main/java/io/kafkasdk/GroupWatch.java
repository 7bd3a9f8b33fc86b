package io.kafkasdk;

import io.kafkasdk.cluster.GroupInspector;
import io.kafkasdk.cluster.GroupQuestion;
import io.kafkasdk.cluster.GroupSnapshot;
import io.kafkasdk.consumer.ConsumerPool;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.LogLimiter;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of whole groups what no member knows by itself: how many members there are, which partitions nobody owns, and the
 * lag of those that others own, so that a dead member is seen by the others.
 *
 * <p>One member of a group does that: the owner of partition 0 of its alphabetically first topic, by what it knows of its own
 * assignment. Nobody is asked for that, so while a rebalance moves this partition two may tell for a moment, which is
 * harmless, or nobody: as long as the brokers take a dead owner of it for alive, and when this topic does not exist.
 *
 * <p><b>Threads:</b> looking and forgetting for the monitor thread, the snapshots for any.
 */
final class GroupWatch {

    /** How often each group is asked about. */
    static final Duration INTERVAL = Duration.ofSeconds(30);

    /** For all groups of this process together: the monitor thread has other things to look at every second. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(3);

    private static final Logger log = LoggerFactory.getLogger(GroupWatch.class);

    private final Supplier<? extends Collection<ConsumerPool.Subscriber>> subscribers;
    private final Asking asking;
    private final Consumer<Collection<GroupSnapshot>> told;
    private final LogLimiter gaps;
    private volatile Map<String, GroupSnapshot> latest = Map.of();

    GroupWatch(ConsumerPool consumers, GroupInspector inspector, Consumer<Collection<GroupSnapshot>> told) {
        this(consumers::subscribers, inspector::look, told, System::nanoTime);
    }

    GroupWatch(
            Supplier<? extends Collection<ConsumerPool.Subscriber>> subscribers,
            Asking asking,
            Consumer<Collection<GroupSnapshot>> told,
            LongSupplier nanoClock) {
        this.subscribers = subscribers;
        this.asking = asking;
        this.told = told;
        this.gaps = new LogLimiter(Duration.ofMinutes(1), nanoClock);
    }

    /** Asks the brokers; blocks up to the limit. */
    interface Asking {

        List<GroupSnapshot> about(Collection<GroupQuestion> groups, Duration limit);
    }

    /** Asks about the groups that are ours to tell about; blocks up to 3 s. */
    void look() {
        Map<String, GroupSnapshot> answers = new TreeMap<>();
        asking.about(elected().values(), LONGEST_LOOK).forEach(group -> answers.put(group.group(), group));
        latest = Collections.unmodifiableMap(answers);
        answers.values().forEach(this::logGaps);
        forget();
    }

    /** Forgets groups that are not ours to tell about any more; to be called every few seconds. Does not block. */
    void forget() {
        told.accept(snapshots());
    }

    /** Returns the last answers about the groups that are ours to tell about; a copy. */
    Collection<GroupSnapshot> snapshots() {
        Map<String, GroupSnapshot> known = latest;
        if (known.isEmpty()) {
            return List.of();
        }
        Collection<String> ours = elected().keySet();
        return known.values().stream()
                .filter(group -> ours.contains(group.group()))
                .toList();
    }

    private Map<String, GroupQuestion> elected() {
        Map<String, GroupQuestion> elected = new TreeMap<>();
        for (ConsumerPool.Subscriber subscriber : subscribers.get()) {
            if (isElected(subscriber)) {
                String group = subscriber.consumer().group();
                elected.put(
                        group,
                        new GroupQuestion(group, subscriber.topics(), subscriber.start(), subscriber.isolation()));
            }
        }
        return elected;
    }

    private static boolean isElected(ConsumerPool.Subscriber subscriber) {
        ConsumerState state = subscriber.consumer().state();
        if (state == ConsumerState.FAILED || state == ConsumerState.CLOSED) {
            return false;
        }
        TopicPartition first = new TopicPartition(Collections.min(subscriber.topics()), 0);
        return subscriber.consumer().lag().partitions().stream()
                .anyMatch(owned -> owned.partition().equals(first));
    }

    private void logGaps(GroupSnapshot group) {
        group.gaps().stream()
                .filter(gap -> gap.kind() != ErrorKind.CLOSED)
                .findFirst()
                .ifPresent(gap -> logGap(group.group(), gap));
    }

    private void logGap(String group, Diagnosis gap) {
        gaps.log(note -> log.warn(
                "Consumer group '{}' as a whole is known only in part, so some of its lag, members or unowned partitions are"
                        + " unknown; it is asked again in {} s: {}{}",
                group,
                INTERVAL.toSeconds(),
                gap.text(),
                note));
    }
}
