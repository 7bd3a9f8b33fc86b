package io.kafkasdk.acks;

import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks at topics, and remembers each answer for a second: ten thousand records that expire together cost one call.
 * Answers without content are remembered too, so that a dead cluster is not asked again for each of them.
 */
final class LiveLooks {

    /** How old an answer may be to explain a failure. */
    static final Duration FRESH = Duration.ofSeconds(1);

    /** How old an answer may be where there was no time for a new one. */
    private static final Duration STALE = Duration.ofSeconds(5);

    /** The share of the time that the topics get; the rest is for finding out why nobody answered. */
    private static final double SHARE_OF_TOPICS = 0.55;

    /** How long a short ISR is remembered: far longer than most records live, and it explains only those that met it. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private final ClusterView view;
    private final LongSupplier nanoClock;
    private final Map<String, Look> looks = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Shortage> shortages = new ConcurrentHashMap<>();

    LiveLooks(ClusterView view, LongSupplier nanoClock) {
        this.view = view;
        this.nanoClock = nanoClock;
    }

    /**
     * What was found at one instant.
     *
     * @param lookup the answer
     * @param nearest for a topic that does not exist the name that was probably meant, or null
     * @param atNanos when, by the monotonic clock
     */
    record Look(TopicLookup lookup, @Nullable String nearest, long atNanos) {}

    /**
     * A partition that refused acks=all writes when it was last seen so.
     *
     * @param partition its state then
     * @param atNanos when, by the monotonic clock
     */
    record Shortage(PartitionFacts partition, long atNanos) {}

    /**
     * Returns the last shortage of a partition and how long ago it was seen.
     *
     * @param age the time since the record was sent: what was over before that explains nothing
     * @return null where none was seen in that time
     */
    @Nullable
    PastShortage lastShortage(String topic, int partition, Duration age) {
        Shortage last = shortages.get(new TopicPartition(topic, partition));
        if (last == null) {
            return null;
        }
        Duration ago = Duration.ofNanos(nanoClock.getAsLong() - last.atNanos());
        return ago.compareTo(age) > 0 ? null : new PastShortage(last.partition(), ago);
    }

    /**
     * A shortage seen from now.
     *
     * @param partition its state then
     * @param ago how long ago that was
     */
    record PastShortage(PartitionFacts partition, Duration ago) {}

    /** Returns the last look at a topic if it is recent enough to explain a failure, else null. Does not block. */
    @Nullable
    Look recent(String topic) {
        return isOlder(topic, STALE) ? null : looks.get(topic);
    }

    /** Returns the last look at a topic, however old, or null where there was none. Does not block. */
    @Nullable
    Look last(String topic) {
        return looks.get(topic);
    }

    /**
     * Looks at those topics whose last look is older than this; blocks up to the limit. Takes no lock: a failed send must
     * not wait behind a slow refresh, and callers are as few as producers.
     */
    void renew(Collection<String> topics, Duration maxAge, Duration limit) {
        List<String> stale =
                topics.stream().filter(topic -> isOlder(topic, maxAge)).toList();
        if (!stale.isEmpty()) {
            look(stale, Deadline.in(limit), !maxAge.isZero());
        }
    }

    private boolean isOlder(String topic, Duration maxAge) {
        Look last = looks.get(topic);
        return last == null || nanoClock.getAsLong() - last.atNanos() >= maxAge.toNanos();
    }

    private void look(List<String> topics, Deadline deadline, boolean explaining) {
        Duration forTopics = Duration.ofNanos((long) (deadline.remaining().toNanos() * SHARE_OF_TOPICS));
        Map<String, TopicLookup> answers = view.topics(topics, forTopics);
        Diagnosis silence = answers.values().stream().anyMatch(LiveLooks::isSilence) ? explainSilence(deadline) : null;
        answers.forEach((topic, answer) -> {
            Look before = explaining ? null : looks.get(topic);
            TopicLookup told =
                    silence != null && isSilence(answer) ? new TopicLookup.Unreadable(topic, silence) : answer;
            looks.put(topic, new Look(told, nearest(answer, before, deadline), nanoClock.getAsLong()));
            if (answer instanceof TopicLookup.Found found) {
                rememberShortages(found.facts());
            }
        });
    }

    private void rememberShortages(TopicFacts facts) {
        long now = nanoClock.getAsLong();
        shortages.values().removeIf(shortage -> now - shortage.atNanos() > MEMORY.toNanos());
        for (PartitionFacts partition : facts.partitions()) {
            if (facts.headroom(partition) < 0) {
                shortages.put(new TopicPartition(facts.name(), partition.partition()), new Shortage(partition, now));
            }
        }
    }

    private static boolean isSilence(TopicLookup answer) {
        return answer instanceof TopicLookup.Unreadable unreadable
                && unreadable.diagnosis().kind() == ErrorKind.UNREACHABLE;
    }

    private Diagnosis explainSilence(Deadline deadline) {
        Optional<Diagnosis> reason = view.unreachable(deadline.remaining());
        return reason.orElseGet(() -> new Diagnosis(
                ErrorKind.UNREACHABLE,
                "A bootstrap address answers, but the brokers behind it do not",
                "the brokers are overloaded, or the addresses that they advertise (advertised.listeners) do not resolve or"
                        + " are blocked from here",
                "check that this host reaches every broker under its advertised address, and the brokers' load"));
    }

    /** Asks when a topic is first seen missing or a failure is explained: the answer takes the names of all topics. */
    private @Nullable String nearest(TopicLookup answer, @Nullable Look before, Deadline deadline) {
        if (!(answer instanceof TopicLookup.Missing missing)) {
            return null;
        }
        if (before != null && before.lookup() instanceof TopicLookup.Missing) {
            return before.nearest();
        }
        return deadline.hasPassed()
                ? null
                : view.nearestTopic(missing.topic(), deadline.remaining()).orElse(null);
    }

    /** Drops all that is remembered of a topic. */
    void forget(String topic) {
        looks.remove(topic);
        shortages.keySet().removeIf(partition -> partition.topic().equals(topic));
    }
}
