package io.kafkasdk.acks;

import io.kafkasdk.acks.BrokerSilence.Heard;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
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

    /** One call of the Admin client describes so many topics. */
    private static final int MOST_DUE = 250;

    /**
     * How long after the last report of stalled sends a silent broker counts against a topic. A dead one is fenced long
     * before; one that is only out of our reach must not count for ever once sends go through again.
     */
    private static final Duration STALLED = Duration.ofSeconds(30);

    /** How long a short ISR is remembered: far longer than most records live, and it explains only those that met it. */
    private static final Duration MEMORY = Duration.ofHours(1);

    private final ClusterView view;
    private final LongSupplier nanoClock;
    private final Map<String, Look> looks = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Shortage> shortages = new ConcurrentHashMap<>();
    private final Map<String, Long> stalledAt = new ConcurrentHashMap<>();
    private final BrokerSilence brokers;

    LiveLooks(ClusterView view, LongSupplier nanoClock) {
        this.view = view;
        this.nanoClock = nanoClock;
        this.brokers = new BrokerSilence(view, nanoClock);
    }

    /**
     * What was found at one instant.
     *
     * @param lookup the answer
     * @param silence which brokers in its ISRs do not answer; asked for where sends stall only
     * @param nearest for a topic that does not exist the name that was probably meant, or null
     * @param atNanos when, by the monotonic clock
     */
    record Look(
            TopicLookup lookup, Silence silence, @Nullable String nearest, long atNanos) {

        Look with(Silence other) {
            return new Look(lookup, other, nearest, atNanos);
        }
    }

    /**
     * A partition that refused acks=all writes, or let them wait for a broker that did not answer.
     *
     * @param partition its state then
     * @param silence which of its brokers did not answer then
     * @param atNanos when, by the monotonic clock
     */
    record Shortage(PartitionFacts partition, Silence silence, long atNanos) {}

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
        return ago.compareTo(age) > 0 ? null : new PastShortage(last.partition(), last.silence(), ago);
    }

    /**
     * A shortage seen from now.
     *
     * @param partition its state then
     * @param silence which of its brokers did not answer then
     * @param ago how long ago that was
     */
    record PastShortage(PartitionFacts partition, Silence silence, Duration ago) {}

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
        renew(topics, maxAge, limit, 1);
    }

    /**
     * As {@link #renew(Collection, Duration, Duration)}, in two tries: the first may go to the very broker that is frozen,
     * and when its time is up the Admin client hangs up there and asks another one.
     */
    void renewStalled(Collection<String> topics, Duration limit) {
        renew(topics, FRESH, limit, 2);
    }

    private void renew(Collection<String> topics, Duration maxAge, Duration limit, int tries) {
        Deadline deadline = Deadline.in(limit);
        List<String> stale =
                topics.stream().filter(topic -> isOlder(topic, maxAge)).toList();
        if (!stale.isEmpty()) {
            look(stale, deadline, !maxAge.isZero(), tries);
        }
        listen(topics, deadline);
    }

    /** Notes that sends to these topics get no acknowledgement: the next looks ask their brokers too. */
    void noteStalled(Collection<String> topics) {
        long now = nanoClock.getAsLong();
        topics.forEach(topic -> stalledAt.put(topic, now));
    }

    /** Returns those topics whose last look is older than this, the oldest first and not more than fit into one call. */
    List<String> due(Collection<String> topics, Duration age) {
        return topics.stream()
                .filter(topic -> isOlder(topic, age))
                .sorted(Comparator.comparingLong(this::atNanos))
                .limit(MOST_DUE)
                .toList();
    }

    private long atNanos(String topic) {
        Look last = looks.get(topic);
        return last == null ? Long.MIN_VALUE : last.atNanos();
    }

    private boolean isOlder(String topic, Duration maxAge) {
        Look last = looks.get(topic);
        return last == null || nanoClock.getAsLong() - last.atNanos() >= maxAge.toNanos();
    }

    private void look(List<String> topics, Deadline deadline, boolean explaining, int tries) {
        Duration forTry = Duration.ofNanos((long) (deadline.remaining().toNanos() * SHARE_OF_TOPICS / tries));
        Map<String, TopicLookup> answers = new LinkedHashMap<>(view.topics(topics, forTry));
        for (int retry = 1; retry < tries; retry++) {
            List<String> unanswered = topics.stream()
                    .filter(topic -> isSilence(answers.get(topic)))
                    .toList();
            if (!unanswered.isEmpty()) {
                answers.putAll(view.topics(unanswered, forTry));
            }
        }
        dropOldShortages();
        Diagnosis silence = answers.values().stream().anyMatch(LiveLooks::isSilence) ? explainSilence(deadline) : null;
        answers.forEach((topic, answer) -> {
            Look last = looks.get(topic);
            Look before = explaining ? null : last;
            TopicLookup told =
                    silence != null && isSilence(answer) ? new TopicLookup.Unreadable(topic, silence) : answer;
            // Silence is carried over until the brokers were asked again, or the verdict would change to and fro.
            Silence carried = last == null ? Silence.NONE : among(last.silence(), answer);
            looks.put(topic, new Look(told, carried, nearest(answer, before, deadline), nanoClock.getAsLong()));
            if (answer instanceof TopicLookup.Found found) {
                rememberShortages(found.facts());
            }
        });
    }

    private void dropOldShortages() {
        long now = nanoClock.getAsLong();
        shortages.values().removeIf(shortage -> now - shortage.atNanos() > MEMORY.toNanos());
    }

    private void rememberShortages(TopicFacts facts) {
        long now = nanoClock.getAsLong();
        for (PartitionFacts partition : facts.partitions()) {
            if (facts.headroom(partition) < 0) {
                shortages.put(
                        new TopicPartition(facts.name(), partition.partition()),
                        new Shortage(partition, Silence.NONE, now));
            }
        }
    }

    /** Asks the brokers of topics whose sends stall whether they answer. */
    private void listen(Collection<String> topics, Deadline deadline) {
        Map<String, TopicFacts> stalled = new LinkedHashMap<>();
        for (String topic : topics) {
            if (!isStalled(topic)) {
                looks.computeIfPresent(
                        topic, (name, look) -> look.silence().isEmpty() ? look : look.with(Silence.NONE));
                continue;
            }
            Look look = looks.get(topic);
            if (look != null && look.lookup() instanceof TopicLookup.Found found) {
                stalled.put(topic, found.facts());
            }
        }
        if (stalled.isEmpty()) {
            return;
        }
        Set<Integer> inSync = stalled.values().stream()
                .flatMap(facts -> asked(facts).stream())
                .collect(Collectors.toSet());
        Heard answers = brokers.among(inSync, deadline.remaining());
        stalled.forEach((topic, facts) -> heard(topic, facts, answers));
    }

    private void heard(String topic, TopicFacts facts, Heard answers) {
        Look look = looks.get(topic);
        Silence before = look == null ? Silence.NONE : look.silence();
        Silence silence = before.heard(answers).in(facts);
        looks.computeIfPresent(topic, (name, now) -> now.with(among(silence, now.lookup())));
        if (silence.isEmpty()) {
            if (answers.heard().containsAll(asked(facts))) {
                stalledAt.remove(topic);
            }
            return;
        }
        long now = nanoClock.getAsLong();
        for (PartitionFacts partition : facts.partitions()) {
            Silence here = silence.in(partition);
            if (!here.isEmpty() && facts.headroom(partition) >= 0) {
                shortages.put(new TopicPartition(topic, partition.partition()), new Shortage(partition, here, now));
            }
        }
    }

    /** Who is missing by what the cluster says explains enough: only those in sync with the other partitions matter. */
    private static Set<Integer> asked(TopicFacts facts) {
        return facts.partitions().stream()
                .filter(partition -> facts.headroom(partition) >= 0)
                .flatMap(partition -> partition.inSync().stream())
                .collect(Collectors.toSet());
    }

    private boolean isStalled(String topic) {
        Long at = stalledAt.get(topic);
        return at != null && nanoClock.getAsLong() - at < STALLED.toNanos();
    }

    private static Silence among(Silence silence, TopicLookup lookup) {
        return lookup instanceof TopicLookup.Found found ? silence.in(found.facts()) : Silence.NONE;
    }

    private static boolean isSilence(@Nullable TopicLookup answer) {
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

    /** Drops what is remembered of topics that nobody uses, once it explains nothing any more. */
    void dropOthers(Set<String> used) {
        looks.keySet().stream()
                .filter(topic -> !used.contains(topic) && isOlder(topic, MEMORY))
                .toList()
                .forEach(this::forget);
    }

    /** Drops all that is remembered of a topic. */
    void forget(String topic) {
        looks.remove(topic);
        stalledAt.remove(topic);
        shortages.keySet().removeIf(partition -> partition.topic().equals(topic));
    }
}
