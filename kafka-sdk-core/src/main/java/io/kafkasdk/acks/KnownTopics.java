package io.kafkasdk.acks;

import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.acks.LiveLooks.Look;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known about each topic in use, and what follows from it. Reading takes no lock; learning does, so that what was
 * seen last is known last and told last.
 */
final class KnownTopics {

    /** After the second refresh in vain, which are a minute apart, who is in sync is no longer known. */
    private static final Duration OUT_OF_DATE = Duration.ofSeconds(100);

    private final AcksRules rules;
    private final VerdictNews news;
    private final ReentrantLock learning = new ReentrantLock();
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    KnownTopics(AcksRules rules, VerdictNews news) {
        this.rules = rules;
        this.news = news;
    }

    /**
     * What is known about a topic.
     *
     * @param safety what follows from it
     * @param lookedAt false until the first look is done
     * @param answeredNanos when the cluster last answered, by the monotonic clock
     * @param usage when it was last asked for
     */
    private record Known(TopicSafety safety, boolean lookedAt, long answeredNanos, TopicUsage usage) {}

    /** Returns what is known about a topic and notes that it is in use, or null where it is new. */
    @Nullable
    TopicSafety used(String topic) {
        Known found = known.get(topic);
        if (found == null) {
            return null;
        }
        found.usage().note();
        return found.safety();
    }

    /** Returns the facts about a topic, or null where there are none; that is no use of it. */
    @Nullable
    TopicFacts facts(String topic) {
        Known found = known.get(topic);
        return found == null ? null : found.safety().facts();
    }

    /** Adds a topic that was not looked at yet; returns whether it is new. */
    boolean add(String topic) {
        AcksVerdict verdict = VerdictRules.unknown(topic, "topic '" + topic + "' is being looked at", "wait a moment");
        TopicSafety unknown = new TopicSafety(verdict, AcksPolicy.OBSERVE, rules.declaredFor(topic), null, null);
        return known.putIfAbsent(topic, new Known(unknown, false, 0, new TopicUsage())) == null;
    }

    /** Returns the names of all topics in use. */
    Set<String> names() {
        return Set.copyOf(known.keySet());
    }

    /** Returns the verdicts on the topics that were looked at. */
    List<AcksVerdict> verdicts() {
        return known.values().stream()
                .filter(Known::lookedAt)
                .map(entry -> entry.safety().verdict())
                .toList();
    }

    /** Returns the names of the topics that took no acks=all writes when they were last seen. */
    Set<String> inTrouble() {
        return known.values().stream()
                .map(entry -> entry.safety().verdict())
                .filter(VerdictRules::refuses)
                .map(AcksVerdict::topic)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Learns from the last look at each of some topics, of those in use, and tells what changed. */
    void learn(Collection<String> topics, LiveLooks looks) {
        learning.lock();
        try {
            for (String topic : topics) {
                Look look = looks.last(topic);
                if (look != null) {
                    learn(topic, look);
                }
            }
        } finally {
            learning.unlock();
        }
        news.tellAdded();
    }

    private void learn(String topic, Look look) {
        Known before = known.get(topic);
        if (before == null) {
            return;
        }
        Known now = next(before, look);
        known.put(topic, now);
        TopicSafety old = before.lookedAt() ? before.safety() : now.safety();
        news.add(new VerdictNews.Change(
                old, now.safety(), !before.lookedAt(), !look.silence().isEmpty()));
    }

    private Known next(Known before, Look look) {
        TopicUsage usage = before.usage();
        TopicFacts facts = before.safety().facts();
        if (facts == null || !isTransient(look.lookup())) {
            return new Known(judge(look), true, look.atNanos(), usage);
        }
        if (look.atNanos() - before.answeredNanos() < OUT_OF_DATE.toNanos()) {
            return before;
        }
        TopicSafety old = before.safety();
        TopicSafety faded =
                new TopicSafety(VerdictRules.outOfDate(facts), old.policy(), old.durability(), facts, old.refusal());
        return new Known(faded, true, before.answeredNanos(), usage);
    }

    /** Forgets the topics that nobody asked about for long; returns their names. */
    List<String> forgetUnused(long nowNanos) {
        List<String> unused = new ArrayList<>();
        learning.lock();
        try {
            known.forEach((topic, entry) -> {
                if (entry.usage().isOver(nowNanos)) {
                    known.remove(topic);
                    unused.add(topic);
                    news.addForgotten(topic);
                }
            });
        } finally {
            learning.unlock();
        }
        news.tellAdded();
        return unused;
    }

    private TopicSafety judge(Look look) {
        TopicLookup lookup = look.lookup();
        AcksVerdict verdict = VerdictRules.judge(lookup, look.silence());
        AcksPolicy policy = rules.policyFor(verdict);
        TopicFacts facts =
                lookup instanceof TopicLookup.Found found ? look.silence().applyTo(found.facts()) : null;
        Diagnosis refusal = policy == AcksPolicy.FAIL && isCertain(verdict, lookup)
                ? UnsafeTopicException.diagnose(List.of(verdict))
                : null;
        return new TopicSafety(verdict, policy, rules.durabilityFor(verdict), facts, refusal);
    }

    /** A failure to ask says nothing about the topic: what was read before stays. */
    private static boolean isTransient(TopicLookup lookup) {
        return lookup instanceof TopicLookup.Unreadable unreadable
                && unreadable.diagnosis().kind() != ErrorKind.UNAUTHORIZED;
    }

    private static boolean isCertain(AcksVerdict verdict, TopicLookup lookup) {
        return verdict.kind() != Kind.UNKNOWN || !isTransient(lookup);
    }
}
