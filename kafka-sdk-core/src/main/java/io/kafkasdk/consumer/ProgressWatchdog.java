package io.kafkasdk.consumer;

import io.kafkasdk.consumer.ProgressFacts.ClusterFacts;
import io.kafkasdk.consumer.ProgressFacts.PollFailure;
import io.kafkasdk.consumer.ProgressSource.FlowFacts;
import io.kafkasdk.consumer.ProgressSource.PartitionFacts;
import io.kafkasdk.consumer.ProgressSource.WaitingRecord;
import io.kafkasdk.error.Diagnosis;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Names the cause when nothing moves although there is something to do; Kafka's consumer is silent then. A consumer
 * that the application paused, or that is closing, never stalls, and neither does one whose topics are idle.
 *
 * <p>Once a second it gathers facts, which {@link StallRules} judge and {@link StallReport} tells of. What it costs does
 * not depend on the number of records.
 *
 * <p><b>Threads:</b> {@link #look()}, {@link #pollFailed} and {@link #pollWorked} are for the poll thread; another thread
 * {@linkplain #lookFromOutside looks at the poll thread itself}, and any may ask for the {@link #stall()}.
 */
final class ProgressWatchdog {

    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Watched watched;
    private final StallRules rules;
    private final StallReport report;
    private final LongSupplier nanoClock;
    private final Stillness stillness = new Stillness();
    private final LongHandlers longHandlers = new LongHandlers();
    private volatile long roundNanos;
    private long lookNanos;
    private @Nullable PollFailure pollFailure;

    /**
     * What is watched.
     *
     * @param cluster looks at connections, topics and the group
     * @param assignment the owned partitions
     * @param source tells what the engine does
     * @param state where the consumer is in its life
     */
    record Watched(ClusterLook cluster, Assignment assignment, ProgressSource source, Supplier<ConsumerState> state) {}

    /**
     * Who is watched.
     *
     * @param group the consumer group
     * @param teller tells the listener
     * @param topics the subscribed topics
     * @param state where the consumer is in its life
     * @param patience when to say something
     */
    record Subject(
            String group, Executor teller, List<String> topics, Supplier<ConsumerState> state, Patience patience) {}

    ProgressWatchdog(Watched watched, StallRules rules, StallReport report, LongSupplier nanoClock) {
        this.watched = watched;
        this.rules = rules;
        this.report = report;
        this.nanoClock = nanoClock;
        this.roundNanos = nanoClock.getAsLong();
        this.lookNanos = roundNanos;
    }

    /** Makes the watchdog of a member. */
    static ProgressWatchdog of(MemberParts parts, ProgressSource source, Subject subject) {
        LongSupplier clock = parts.nanoClock();
        return new ProgressWatchdog(
                new Watched(
                        new ClusterLook(subject.topics(), parts.client(), clock),
                        parts.assignment(),
                        source,
                        subject.state()),
                new StallRules(subject.patience(), new StallTexts(subject.group())),
                new StallReport(subject.group(), parts.events(), subject.teller(), clock),
                clock);
    }

    /** Takes note that the poll thread came round, and looks once a second. */
    void look() {
        long now = nanoClock.getAsLong();
        roundNanos = now;
        if (now - lookNanos < LOOK_NANOS) {
            return;
        }
        lookNanos = now;
        if (watched.state().get() == ConsumerState.RUNNING) {
            ProgressFacts facts = gather(now);
            report.found(rules.judge(facts, nanoClock.getAsLong()));
        } else {
            stillness.forget();
            report.found(Optional.empty());
        }
    }

    /** Takes note of a poll that failed and will be tried again. */
    void pollFailed(Diagnosis why) {
        PollFailure before = pollFailure;
        pollFailure = new PollFailure(why, before == null ? nanoClock.getAsLong() : before.sinceNanos());
    }

    /** Takes note of a poll that went well. */
    void pollWorked() {
        pollFailure = null;
    }

    /**
     * Looks whether the poll thread itself still comes round; to be called every second or so by another thread.
     *
     * @param poller the poll thread
     */
    void lookFromOutside(Thread poller) {
        long still = nanoClock.getAsLong() - roundNanos;
        boolean late = still >= rules.patience().round().toNanos();
        if (!late && poller.getState() != Thread.State.TERMINATED) {
            return;
        }
        ThreadSnapshot snapshot = ThreadSnapshot.of(poller);
        // Asked last: it leaves its state behind before it ends.
        if (shouldPoll()) {
            rules.judgePoller(snapshot, still).ifPresent(stall -> report.found(Optional.of(stall)));
        }
    }

    /** Returns how long ago the poll thread came round. */
    Duration sinceRound() {
        return Duration.ofNanos(nanoClock.getAsLong() - roundNanos);
    }

    /** Returns how long slow handlers take. */
    LongHandlers longHandlers() {
        return longHandlers;
    }

    /** Returns why nothing moves; empty while all moves that should. */
    Optional<Diagnosis> stall() {
        return shouldPoll() ? report.current() : Optional.empty();
    }

    /** Returns whether what {@link #stall()} tells stops the whole consumer. */
    boolean stopsAll() {
        return shouldPoll() && report.stopsAll();
    }

    private boolean shouldPoll() {
        ConsumerState now = watched.state().get();
        return now == ConsumerState.RUNNING || now == ConsumerState.PAUSED;
    }

    private ProgressFacts gather(long now) {
        ProgressSource source = watched.source();
        ClusterFacts cluster = watched.cluster().look(watched.assignment());
        List<PartitionFacts> partitions = source.partitions();
        stillness.partitions(partitions, watched.cluster().reach(), now);
        stillness.member(watched.assignment().size() > 0 || watched.cluster().isSettled(), now);
        FlowFacts flow = source.flow();
        stillness.flow(flow, now);
        List<RunningHandler> running = source.running();
        longHandlers.look(running, now);
        List<WaitingRecord> waiting = source.waiting();
        stillness.work(!running.isEmpty() || !waiting.isEmpty(), now);
        long leaderlessNanos = rules.patience().fetch().toNanos();
        return new ProgressFacts(
                cluster,
                pollFailure,
                source.unreadable(),
                running,
                snapshot(running, now),
                waiting,
                source.commits(),
                flow,
                partitions,
                stillness.seen(
                        partitions,
                        (partition, since) -> now - since >= leaderlessNanos
                                && watched.cluster().isLeaderless(partition)));
    }

    /** Looks at a thread only when it will be told of: a stack costs a safepoint. */
    private @Nullable ThreadSnapshot snapshot(List<RunningHandler> running, long now) {
        RunningHandler oldest = StallRules.oldest(running, now).orElse(null);
        Thread thread = oldest == null ? null : oldest.thread();
        if (oldest == null
                || thread == null
                || now - oldest.sinceNanos() < rules.patience().handler().toNanos()) {
            return null;
        }
        ThreadSnapshot snapshot = ThreadSnapshot.ofHandler(thread);
        // It may have gone on to another record meanwhile; then the stack is not of this one.
        return watched.source().running().contains(oldest) ? snapshot : null;
    }
}
