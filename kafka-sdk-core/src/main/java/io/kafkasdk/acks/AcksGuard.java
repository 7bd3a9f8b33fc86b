package io.kafkasdk.acks;

import io.kafkasdk.acks.AcksVerdict.Kind;
import io.kafkasdk.acks.LiveLooks.Look;
import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.cluster.ClusterSnapshot.Broker;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows of each topic in use whether acknowledged writes to it are safe, says so when that changes, refuses what the
 * rules refuse, and explains failed writes by the state of their topic.
 *
 * <p><b>Threads:</b> safe for use by any number of threads. {@link #safetyOf} is for the path of every send: it takes no
 * lock. The methods that say so block; none of them belongs on an I/O thread.
 *
 * <p><b>Lifecycle:</b> the owner of the monitor thread calls {@link #refresh()} every minute. Nothing to close.
 *
 * <p><b>Guarantee:</b> a topic is never called safe that was not read; a topic that was read keeps its verdict while the
 * cluster does not answer, its headroom only for two minutes of that. Between a change in the cluster and the next refresh
 * the verdict may be out of date. A topic that nobody asked {@link #safetyOf} about for 10 minutes is forgotten, and
 * begins anew with the next question.
 */
public final class AcksGuard {

    private static final Duration LONGEST_LOOK = ClusterInspector.LONGEST_CALL;

    /** After the second refresh in vain, which are a minute apart, who is in sync is no longer known. */
    private static final Duration OUT_OF_DATE = Duration.ofSeconds(100);

    private final AcksRules rules;
    private final VerdictNews news;
    private final Executor monitor;
    private final LiveLooks looks;
    private final TopicCures cures;
    private final LongSupplier nanoClock;
    private final ReentrantLock learning = new ReentrantLock();
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Queue<String> toLookAt = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean lookScheduled = new AtomicBoolean();

    /**
     * Makes a guard that knows no topic yet.
     *
     * @param inspector asks the cluster
     * @param rules what to do about each verdict
     * @param listeners told of every change of a verdict
     * @param monitor runs the looks at topics of first use: the SDK's monitor thread
     * @param nanoClock monotonic time in nanoseconds, {@code System::nanoTime}
     */
    public AcksGuard(
            ClusterInspector inspector,
            AcksRules rules,
            List<VerdictListener> listeners,
            Executor monitor,
            LongSupplier nanoClock) {
        this(viewOf(inspector), rules, listeners, monitor, nanoClock);
    }

    AcksGuard(
            ClusterView view,
            AcksRules rules,
            List<VerdictListener> listeners,
            Executor monitor,
            LongSupplier nanoClock) {
        this.rules = rules;
        this.news = new VerdictNews(rules, listeners);
        this.monitor = monitor;
        this.nanoClock = nanoClock;
        this.looks = new LiveLooks(view, nanoClock);
        this.cures = new TopicCures(view, nanoClock);
    }

    /**
     * Looks at topics before they are written to. Blocks up to 5 s.
     *
     * @param topics the declared topics
     * @throws UnsafeTopicException when the rules refuse one of them; names all that are refused
     */
    public void preflight(Collection<String> topics) {
        Set<String> declared = new LinkedHashSet<>(topics);
        look(declared, Duration.ZERO, LONGEST_LOOK);
        List<AcksVerdict> refused = declared.stream()
                .map(this::safetyOf)
                .filter(safety -> safety.refusal() != null)
                .map(TopicSafety::verdict)
                .toList();
        if (!refused.isEmpty()) {
            throw new UnsafeTopicException(refused);
        }
    }

    /**
     * Returns what is known about a topic. Never blocks, takes no lock, and allocates at the first use of a topic only:
     * that one also has the topic looked at in the background.
     *
     * @param topic the topic that is about to be written to
     */
    public TopicSafety safetyOf(String topic) {
        Known found = known.get(topic);
        if (found == null) {
            return firstUse(topic);
        }
        found.usage().note();
        return found.safety();
    }

    /** Returns whether the rules let any topic be written with {@link Durability#LEADER}. */
    public boolean allowsLeaderAcks() {
        return rules.allowLeaderAcks();
    }

    /** Returns the verdicts on all topics in use that were looked at, in no order. */
    public List<AcksVerdict> verdicts() {
        return known.values().stream()
                .filter(Known::lookedAt)
                .map(entry -> entry.safety().verdict())
                .toList();
    }

    /** Looks at all topics in use again, and forgets those out of use. Blocks up to 5 s. */
    public void refresh() {
        forgetUnused();
        look(Set.copyOf(known.keySet()), Duration.ZERO, LONGEST_LOOK);
    }

    /**
     * Returns whether the state of the topic would explain such a failure better than the failure itself does: then
     * {@link #observe} belongs before {@link #explain}. Does not block.
     *
     * @param failure what the Kafka client ended with
     */
    public static boolean needsObservation(Throwable failure) {
        return FailureExplainer.needsLook(ErrorClassifier.kindOf(failure));
    }

    /**
     * Looks at topics whose writes failed, unless that was done within the last second. Blocks up to the limit.
     *
     * @param topics the topics, all in one call
     * @param limit the longest time to block; cut to 5 s
     */
    public void observe(Collection<String> topics, Duration limit) {
        look(topics, LiveLooks.FRESH, limit.compareTo(LONGEST_LOOK) < 0 ? limit : LONGEST_LOOK);
    }

    /**
     * Explains a failed write by what was last observed of its topic. Does not block.
     *
     * @param topic the topic written to
     * @param partition the partition, or -1 where it is not known
     * @param failure what the Kafka client ended with
     * @param age the time since the record was sent: what was over before that explains nothing
     */
    public Diagnosis explain(String topic, int partition, Throwable failure, Duration age) {
        return FailureExplainer.explain(
                topic, partition, failure, looks.recent(topic), looks.lastShortage(topic, partition, age));
    }

    /**
     * Says why records for a topic pile up in a producer's buffer, by what was observed in the last seconds. Does not
     * block.
     *
     * @param topic the topic written to
     * @return which replicas or brokers are missing, or empty where the topic takes writes or that is not known
     */
    public Optional<Diagnosis> blockage(String topic) {
        Look look = looks.recent(topic);
        String what = "Topic '" + topic + "' takes no writes now";
        return look == null ? Optional.empty() : Optional.ofNullable(FailureExplainer.blockage(topic, what, look));
    }

    /**
     * Works out how acknowledged writes to a topic become safe: the settings to change, or the reassignment that adds
     * replicas, with the way back. Looks at the topic and the brokers as they are now; changes nothing, and leaves what the
     * guard knows about topics in use as it is. Blocks up to 5 s.
     *
     * @param topic any topic, in use or not
     * @throws KafkaSdkException when the topic does not exist, or the cluster does not tell: the reason is in it
     */
    public TopicCure cureFor(String topic) {
        return cures.of(topic, LONGEST_LOOK);
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

    private TopicSafety firstUse(String topic) {
        AcksVerdict verdict = VerdictRules.unknown(topic, "topic '" + topic + "' is being looked at", "wait a moment");
        TopicSafety unknown = new TopicSafety(verdict, AcksPolicy.OBSERVE, rules.declaredFor(topic), null, null);
        Known raced = known.putIfAbsent(topic, new Known(unknown, false, 0, new TopicUsage()));
        if (raced != null) {
            return raced.safety();
        }
        toLookAt.add(topic);
        if (lookScheduled.compareAndSet(false, true)) {
            try {
                monitor.execute(this::lookAtNewTopics);
            } catch (RejectedExecutionException closing) {
                lookScheduled.set(false);
            }
        }
        return unknown;
    }

    private void lookAtNewTopics() {
        // Open the door first: a topic that comes now schedules a look of its own.
        lookScheduled.set(false);
        Set<String> batch = new LinkedHashSet<>();
        for (String topic = toLookAt.poll(); topic != null; topic = toLookAt.poll()) {
            batch.add(topic);
        }
        look(batch, LiveLooks.FRESH, LONGEST_LOOK);
    }

    private void look(Collection<String> topics, Duration maxAge, Duration limit) {
        looks.renew(topics, maxAge, limit);
        learning.lock();
        try {
            topics.forEach(this::learn);
        } finally {
            learning.unlock();
        }
        news.tellAdded();
    }

    /** Under the lock, so that what comes last is what was seen last, and is told last. */
    private void learn(String topic) {
        Look look = looks.last(topic);
        if (look == null) {
            return;
        }
        Known before = known.get(topic);
        Known now = next(before, look);
        known.put(topic, now);
        TopicSafety old = before == null ? now.safety() : before.safety();
        news.add(old, now.safety(), before == null || !before.lookedAt());
    }

    private Known next(@Nullable Known before, Look look) {
        TopicUsage usage = before == null ? new TopicUsage() : before.usage();
        TopicFacts facts = before == null ? null : before.safety().facts();
        if (before == null || facts == null || !isTransient(look.lookup())) {
            return new Known(judge(look.lookup()), true, look.atNanos(), usage);
        }
        if (look.atNanos() - before.answeredNanos() < OUT_OF_DATE.toNanos()) {
            return before;
        }
        TopicSafety old = before.safety();
        TopicSafety faded =
                new TopicSafety(VerdictRules.outOfDate(facts), old.policy(), old.durability(), facts, old.refusal());
        return new Known(faded, true, before.answeredNanos(), usage);
    }

    private void forgetUnused() {
        long now = nanoClock.getAsLong();
        learning.lock();
        try {
            known.forEach((topic, entry) -> {
                if (entry.usage().isOver(now)) {
                    known.remove(topic);
                    looks.forget(topic);
                    news.addForgotten(topic);
                }
            });
        } finally {
            learning.unlock();
        }
        news.tellAdded();
    }

    private TopicSafety judge(TopicLookup lookup) {
        AcksVerdict verdict = VerdictRules.judge(lookup);
        AcksPolicy policy = rules.policyFor(verdict);
        TopicFacts facts = lookup instanceof TopicLookup.Found found ? found.facts() : null;
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

    private static ClusterView viewOf(ClusterInspector inspector) {
        return new ClusterView() {
            @Override
            public Map<String, TopicLookup> topics(Collection<String> names, Duration limit) {
                return inspector.topics(names, limit);
            }

            @Override
            public Optional<Diagnosis> unreachable(Duration limit) {
                return inspector.unreachable(limit);
            }

            @Override
            public Optional<String> nearestTopic(String misspelt, Duration limit) {
                return inspector.nearestTopic(misspelt, limit);
            }

            @Override
            public List<Broker> brokers(Duration limit) {
                return inspector.snapshot(limit).brokers();
            }
        };
    }
}
