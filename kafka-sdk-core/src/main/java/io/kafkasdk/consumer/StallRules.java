package io.kafkasdk.consumer;

import io.kafkasdk.consumer.ProgressFacts.StillPartition;
import io.kafkasdk.consumer.ProgressSource.CommitFacts;
import io.kafkasdk.consumer.ProgressSource.Held;
import io.kafkasdk.consumer.ProgressSource.PartitionFacts;
import io.kafkasdk.consumer.ProgressSource.Reason;
import io.kafkasdk.consumer.ProgressSource.WaitingRecord;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Judges what a look saw. Pure: no clock, no client, no memory. */
final class StallRules {

    private final Patience patience;
    private final StallTexts texts;

    StallRules(Patience patience, StallTexts texts) {
        this.patience = patience;
        this.texts = texts;
    }

    Patience patience() {
        return patience;
    }

    /** Returns what is wrong with a poll thread that did not come round for so long. */
    Optional<Stall> judgePoller(ThreadSnapshot poller, long stillNanos) {
        if (poller.state() == Thread.State.TERMINATED) {
            return Optional.of(texts.pollThreadEnded(poller.name()));
        }
        return stillNanos < patience.round().toNanos()
                ? Optional.empty()
                : Optional.of(
                        texts.pollThread(poller, Duration.ofNanos(stillNanos).toSeconds()));
    }

    /** Returns the first cause that holds, in the order of {@link Stall.Cause}; empty when all moves that should. */
    Optional<Stall> judge(ProgressFacts facts, long nowNanos) {
        Stream<Supplier<Optional<Stall>>> rules = Stream.of(
                () -> unreachable(facts),
                () -> pollFailed(facts, nowNanos),
                () -> unreadable(facts),
                () -> waiting(facts, Reason.CIRCUIT, Duration.ZERO, nowNanos),
                () -> waiting(facts, Reason.DEAD_LETTER, patience.deadLetter(), nowNanos),
                () -> blocked(facts, nowNanos),
                () -> waiting(facts, Reason.RETRY, patience.retry(), nowNanos),
                () -> heldBack(facts, nowNanos),
                () -> commits(facts, nowNanos),
                () -> notFetched(facts, nowNanos),
                () -> unstable(facts, nowNanos),
                () -> lost(facts, nowNanos),
                () -> missing(facts));
        return rules.map(Supplier::get).flatMap(Optional::stream).findFirst();
    }

    private Optional<Stall> unreachable(ProgressFacts facts) {
        return facts.cluster().unreachable() ? Optional.of(texts.unreachable()) : Optional.empty();
    }

    private Optional<Stall> pollFailed(ProgressFacts facts, long now) {
        return Optional.ofNullable(facts.pollFailure())
                .filter(failure -> isOver(failure.sinceNanos(), patience.poll(), now))
                .map(failure -> new Stall(Stall.Cause.POLL_FAILED, "", failure.why()));
    }

    private static Optional<Stall> unreadable(ProgressFacts facts) {
        return Optional.ofNullable(facts.unreadable())
                .map(why -> new Stall(Stall.Cause.LOG_UNREADABLE, why.what(), why));
    }

    private Optional<Stall> blocked(ProgressFacts facts, long now) {
        List<RunningHandler> over = facts.running().stream()
                .filter(handler -> isOver(handler.sinceNanos(), patience.handler(), now))
                .toList();
        return oldest(over, now).map(handler -> texts.blocked(handler, over.size() - 1, facts, now));
    }

    private Optional<Stall> waiting(ProgressFacts facts, Reason reason, Duration limit, long now) {
        List<WaitingRecord> over = facts.waiting().stream()
                .filter(waiting -> waiting.reason() == reason && isOver(waiting.sinceNanos(), limit, now))
                .filter(waiting -> reason != Reason.RETRY || holdsUpCommits(waiting, facts))
                .toList();
        return oldestWaiting(over, now).map(waiting -> texts.waiting(waiting, over.size() - 1, facts.flow(), now));
    }

    /** What is behind a spent budget is told, and not the budget: it is only how a stuck record shows. */
    private Optional<Stall> heldBack(ProgressFacts facts, long now) {
        if (facts.flow().held() == Held.NOTHING || !nothingFinished(facts, patience.handler(), now)) {
            return Optional.empty();
        }
        return oldest(facts.running(), now)
                .map(handler -> texts.blocked(handler, facts.running().size() - 1, facts, now))
                .or(() -> oldestWaiting(facts.waiting(), now)
                        .map(waiting -> texts.waiting(waiting, facts.waiting().size() - 1, facts.flow(), now)));
    }

    private Optional<Stall> commits(ProgressFacts facts, long now) {
        CommitFacts commits = facts.commits();
        String error = commits.errorClass();
        return error != null && isOver(commits.failingSinceNanos(), patience.commit(), now)
                ? Optional.of(texts.commitRefused(error, seconds(commits.failingSinceNanos(), now)))
                : Optional.empty();
    }

    private Optional<Stall> notFetched(ProgressFacts facts, long now) {
        List<StillPartition> over = facts.still().partitions().stream()
                .filter(still -> isOver(still.sinceNanos(), patience.fetch(), now))
                .sorted(Comparator.comparingLong(still -> still.sinceNanos() - now))
                .toList();
        return over.isEmpty()
                ? Optional.empty()
                : Optional.of(texts.notFetched(over, seconds(over.get(0).sinceNanos(), now)));
    }

    private Optional<Stall> unstable(ProgressFacts facts, long now) {
        return Optional.ofNullable(facts.still().memberNanos())
                .filter(since -> isOver(since, patience.group(), now))
                .map(since -> texts.unstable(seconds(since, now)));
    }

    private Optional<Stall> lost(ProgressFacts facts, long now) {
        return Optional.ofNullable(facts.still().idleNanos())
                .filter(since -> isOver(since, patience.handler(), now))
                .map(since -> texts.workLost(facts.flow().inFlight()));
    }

    private Optional<Stall> missing(ProgressFacts facts) {
        List<String> topics = facts.cluster().missingTopics();
        return topics.isEmpty() ? Optional.empty() : Optional.of(texts.missing(topics));
    }

    /** A record beyond the frontier holds up its key only; where nothing is known, the worse is assumed. */
    private static boolean holdsUpCommits(WaitingRecord waiting, ProgressFacts facts) {
        return facts.partitions().stream()
                .filter(partition -> partition.partition().equals(waiting.partition()))
                .filter(partition -> partition.frontier() != PartitionFacts.UNKNOWN)
                .allMatch(partition -> waiting.offset() <= partition.frontier());
    }

    private static boolean nothingFinished(ProgressFacts facts, Duration limit, long now) {
        Long since = facts.still().completionNanos();
        return since != null && isOver(since, limit, now);
    }

    static Optional<RunningHandler> oldest(List<RunningHandler> handlers, long now) {
        return handlers.stream().min(Comparator.comparingLong(handler -> handler.sinceNanos() - now));
    }

    private static Optional<WaitingRecord> oldestWaiting(List<WaitingRecord> records, long now) {
        return records.stream().min(Comparator.comparingLong(waiting -> waiting.sinceNanos() - now));
    }

    private static boolean isOver(long sinceNanos, Duration limit, long now) {
        return now - sinceNanos >= limit.toNanos();
    }

    static long seconds(long sinceNanos, long now) {
        return Duration.ofNanos(now - sinceNanos).toSeconds();
    }
}
