package io.kafkasdk.acks;

import io.kafkasdk.acks.LiveLooks.Look;
import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorClassifier;
import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Knows of each topic in use whether acknowledged writes to it are safe, says so when that changes, refuses what the
 * rules refuse, and explains failed writes by the state of their topic.
 *
 * <p><b>Threads:</b> safe for use by any number of threads. {@link #safetyOf} is for the path of every send: it takes no
 * lock. The methods that say so block; none of them belongs on an I/O thread.
 *
 * <p><b>Lifecycle:</b> the owner of the monitor thread calls {@link #refresh()} every minute and {@link #observeStalled}
 * every second. Nothing to close.
 *
 * <p><b>Guarantee:</b> a topic is never called safe that was not read; a topic that was read keeps its verdict while the
 * cluster does not answer, its headroom only for two minutes of that. Between a change in the cluster and the next refresh
 * the verdict may be out of date. A topic that nobody asked {@link #safetyOf} about for 10 minutes is forgotten, and
 * begins anew with the next question.
 */
public final class AcksGuard {

    private static final Duration LONGEST_LOOK = ClusterInspector.LONGEST_CALL;

    /** Short enough to be done within 5 s of a failure that shows after 1 s, even where the first call asks the dead. */
    private static final Duration STALLED_LOOK = Duration.ofSeconds(3);

    /** How soon a topic that takes no writes is looked at again. */
    private static final Duration TROUBLE_LOOK = Duration.ofSeconds(2);

    private final AcksRules rules;
    private final KnownTopics known;
    private final Executor monitor;
    private final LiveLooks looks;
    private final TopicCures cures;
    private final LongSupplier nanoClock;
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
        this(new InspectedCluster(inspector), rules, listeners, monitor, nanoClock);
    }

    AcksGuard(
            ClusterView view,
            AcksRules rules,
            List<VerdictListener> listeners,
            Executor monitor,
            LongSupplier nanoClock) {
        this.rules = rules;
        this.known = new KnownTopics(rules, new VerdictNews(rules, listeners));
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
        declared.forEach(known::add);
        look(declared, Duration.ZERO, LONGEST_LOOK);
        refuseUnsafe(declared);
    }

    /**
     * Refuses topics by what is known of them; one that was not looked at yet is not refused. Does not block.
     *
     * @param topics the topics, each named once
     * @throws UnsafeTopicException when the rules refuse one of them; names all that are refused
     */
    public void refuseUnsafe(Set<String> topics) {
        List<AcksVerdict> refused = topics.stream()
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
        TopicSafety safety = known.used(topic);
        return safety == null ? firstUse(topic) : safety;
    }

    /**
     * Returns what was last read about a topic in use; empty where nothing was. Asks nobody, does not block, and does not
     * take the topic into use.
     *
     * @param topic the topic
     */
    public Optional<TopicFacts> factsOf(String topic) {
        return Optional.ofNullable(known.facts(topic));
    }

    /** Returns whether the rules let any topic be written with {@link Durability#LEADER}. */
    public boolean allowsLeaderAcks() {
        return rules.allowLeaderAcks();
    }

    /** Returns the verdicts on all topics in use that were looked at, in no order. */
    public List<AcksVerdict> verdicts() {
        return known.verdicts();
    }

    /** Looks at all topics in use again, and forgets those out of use. Blocks up to 5 s. */
    public void refresh() {
        known.forgetUnused(nanoClock.getAsLong()).forEach(looks::forget);
        Set<String> used = known.names();
        looks.dropOthers(used);
        look(used, Duration.ZERO, LONGEST_LOOK);
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
     * Looks at topics whose writes failed, unless that was done within the last second. Blocks up to the limit. A topic
     * that nobody asked {@link #safetyOf} about can be explained afterwards, and is not taken into use: no verdict on it is
     * told.
     *
     * @param topics the topics, all in one call
     * @param limit the longest time to block; cut to 5 s
     */
    public void observe(Collection<String> topics, Duration limit) {
        look(topics, LiveLooks.FRESH, limit.compareTo(LONGEST_LOOK) < 0 ? limit : LONGEST_LOOK);
    }

    /**
     * Looks at topics whose sends get no acknowledgement, and asks the brokers that hold them whether they answer. A dead
     * broker stays in the ISR until the controller fences it, 9 s later by default, while every acks=all write waits for
     * it: a replica holder that does not answer counts as missing at once. Call it every second, also with no topic: those
     * of {@link #topicsInTrouble()} are looked at again with them, each at most every 2 s and 250 of them per call, so that
     * a topic that takes writes again is known as such within 4 s.
     *
     * <p>Blocks up to 3 s in all; for a broker whose port refuses connections, mostly some 10 ms. Topics are described at
     * most once a second, and a broker is connected to at most once a second, whatever the number of topics.
     *
     * <p><b>Guarantee:</b> silence is what is seen from here, and the texts say no more. A broker that others reach counts
     * as missing for 30 s after the last report about a topic, and only for topics that were reported; so report none whose
     * sends are acknowledged.
     *
     * @param topics those whose sends have waited for an acknowledgement for more than about a second, or whose
     *     acknowledged records have stayed invisible as long
     */
    public void observeStalled(Collection<String> topics) {
        looks.noteStalled(topics);
        Set<String> all = new LinkedHashSet<>(topics);
        all.addAll(looks.due(known.inTrouble(), TROUBLE_LOOK));
        if (!all.isEmpty()) {
            looks.renewStalled(all, STALLED_LOOK);
            all.forEach(known::add);
            known.learn(all, looks);
        }
    }

    /**
     * Returns the names of the topics in use that took no acks=all writes when they were last looked at: those with a
     * negative headroom. Does not block; costs a walk over the topics in use.
     */
    public Set<String> topicsInTrouble() {
        return known.inTrouble();
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
     * Says why records of a topic are sent again, by what was observed in the last seconds, so {@link #observe} belongs
     * before it. Never a guess: {@link RetryCause#UNKNOWN} where the state of the topic does not explain it. Does not block.
     *
     * @param topic the topic written to
     * @param durability how the records are written: brokers refuse no acks=1 record for the size of the ISR
     */
    public RetryCause retryCause(String topic, Durability durability) {
        return RetryCauses.of(looks.recent(topic), durability);
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

    private TopicSafety firstUse(String topic) {
        if (known.add(topic)) {
            toLookAt.add(topic);
            if (lookScheduled.compareAndSet(false, true)) {
                try {
                    monitor.execute(this::lookAtNewTopics);
                } catch (RejectedExecutionException closing) {
                    lookScheduled.set(false);
                }
            }
        }
        return safetyOf(topic);
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
        known.learn(topics, looks);
    }
}
