package io.kafkasdk.test.trial;

import io.kafkasdk.test.Broker;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.guarantee.GroupDuty;
import io.kafkasdk.test.guarantee.Judgement;
import io.kafkasdk.test.guarantee.ProgressDuringFault;
import io.kafkasdk.test.guarantee.ProgressDuringFault.Bound;
import io.kafkasdk.test.guarantee.Referee;
import io.kafkasdk.test.ledger.CommitWatch;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.FaultLog;
import io.kafkasdk.test.ledger.Ledger;
import io.kafkasdk.test.ledger.LogScan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;

/** Drives one trial from its topics to its verdict. For one thread. */
final class TrialRun {

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration SETTLE_LIMIT = Duration.ofSeconds(20);
    private static final Duration COMMITS_EVERY = Duration.ofMillis(100);

    private final KafkaCluster cluster;
    private final TrialPlan plan;
    private final TrialTask task;

    TrialRun(KafkaCluster cluster, TrialPlan plan, TrialTask task) {
        this.cluster = cluster;
        this.plan = plan;
        this.task = task;
    }

    void run(TrialChecks checks) {
        try {
            if (plan.fault() == TrialFault.SLOW_DEAD_LETTERS) {
                cluster.brokers().forEach(Broker::link); // refuses a cluster without faulty links
            }
            TrialTopics topics = TrialTopics.create(
                    cluster,
                    "trial-" + NUMBERS.incrementAndGet() + "-" + plan.fault().label(),
                    plan.size().partitions());
            GroupDuty duty = new GroupDuty(topics.group(), Set.of(topics.source()), Optional.of(topics.deadLetters()));
            Referee referee = checks.referee(duty, task.poison(), silence());
            Ledger ledger = Ledger.in(cluster.logDirectory().resolve(topics.source()));
            List<String> behind = drive(topics, ledger);
            Evidence evidence = ledger.evidence(LogScan.of(Map.of("bootstrap.servers", topics.bootstrapServers()))
                    .read(List.of(topics.source(), topics.deadLetters())));
            Judgement judgement = TrialChecks.fitFor(referee, evidence).judge(evidence);
            new TrialVerdict(plan, ledger, behind, judgement).tell();
            delete(ledger.directory());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The trial was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The trial could not take place: " + e.getCause(), e);
        } finally {
            if (!cluster.brokers().stream().allMatch(Broker::isRunning)) {
                cluster.restore();
            }
        }
    }

    private ProgressDuringFault silence() {
        // The producer is the trial's own: what it can do is no promise of the application.
        Bound bound = new Bound(ChronoUnit.FOREVER.getDuration(), plan.times().silence());
        return new ProgressDuringFault(Map.of(plan.fault().label(), bound));
    }

    /** What was judged to be in order needs no reading. */
    private static void delete(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the partitions that are behind at the end. */
    private List<String> drive(TrialTopics topics, Ledger ledger) throws ExecutionException, InterruptedException {
        try (CommitWatch commits = ledger.watchCommits(cluster.admin(), Set.of(topics.group()), COMMITS_EVERY);
                FaultLog faults = ledger.faults();
                TrialMembers members = new TrialMembers(ledger, topics, task.poison(), task.start());
                TrialLoad load = new TrialLoad(
                        TrialLoad.producer(topics.bootstrapServers()),
                        ledger.sends(TrialLoad.name(), 0),
                        task.spoiledValues(),
                        topics.source(),
                        plan)) {
            FaultLog.Period period = sendWhileItBreaks(topics, members, load, faults);
            List<String> behind = awaitDrained(topics);
            period.over();
            members.leaveAll();
            commits.look();
            return behind;
        }
    }

    private FaultLog.Period sendWhileItBreaks(TrialTopics topics, TrialMembers members, TrialLoad load, FaultLog faults)
            throws ExecutionException, InterruptedException {
        for (int i = 0; i < plan.size().members(); i++) {
            members.join();
        }
        int records = plan.size().records();
        load.sendUpTo(records / 4, Duration.ZERO);
        awaitFirstAttempt(members);
        awaitSettled(topics, members);
        CompletableFuture<Void> half =
                CompletableFuture.runAsync(() -> sendUpTo(load, records / 4 * 3), TrialRun::startSender);
        Trouble trouble = new Trouble(cluster, topics, members, faults, new Random(plan.seed()));
        FaultLog.Period period;
        try {
            period = trouble.bring(plan);
        } finally {
            half.join();
        }
        load.sendUpTo(records, Duration.ZERO);
        return period;
    }

    private void sendUpTo(TrialLoad load, int end) {
        try {
            load.sendUpTo(end, plan.times().fault());
        } catch (InterruptedException e) {
            throw new IllegalStateException("Interrupted while records of the trial were sent", e);
        }
    }

    private static void startSender(Runnable sending) {
        Thread thread = new Thread(sending, "kafka-sdk-trial-send");
        thread.setDaemon(true);
        thread.start();
    }

    private static void awaitFirstAttempt(TrialMembers members) throws InterruptedException {
        long start = System.nanoTime();
        while (members.attempts() == 0) {
            if (System.nanoTime() - start > START_LIMIT.toNanos()) {
                throw new IllegalStateException("No member of the trial handled a record within "
                        + START_LIMIT.toSeconds() + " s: are they in TrialMember.group(), do they read "
                        + "TrialMember.topic() from its first record, and does the handler go through "
                        + "TrialMember.handle?");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** A fault in the middle of the first rebalance would be judged for what that costs; a group that takes longer has to. */
    private void awaitSettled(TrialTopics topics, TrialMembers members)
            throws ExecutionException, InterruptedException {
        long start = System.nanoTime();
        while (!isSettled(topics, members) && System.nanoTime() - start < SETTLE_LIMIT.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private boolean isSettled(TrialTopics topics, TrialMembers members)
            throws ExecutionException, InterruptedException {
        ConsumerGroupDescription group = Objects.requireNonNull(cluster.admin()
                .describeConsumerGroups(List.of(topics.group()))
                .all()
                .get()
                .get(topics.group()));
        return group.groupState() == GroupState.STABLE && group.members().size() >= members.count();
    }

    private List<String> awaitDrained(TrialTopics topics) throws ExecutionException, InterruptedException {
        Drain drain = new Drain(cluster.admin(), topics, plan.size().partitions());
        long start = System.nanoTime();
        List<String> behind = drain.behind();
        while (!behind.isEmpty()
                && System.nanoTime() - start < plan.times().patience().toNanos()) {
            TimeUnit.MILLISECONDS.sleep(100);
            behind = drain.behind();
        }
        return behind;
    }
}
