package io.kafkasdk.test.trial;

import io.kafkasdk.test.Broker;
import io.kafkasdk.test.Direction;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.ledger.FaultLog;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;

/** Brings the fault of a trial, and takes it away. For one thread. */
final class Trouble {

    private static final Duration LEADERS_LIMIT = Duration.ofSeconds(60);
    /** A member that does not come is found by other means. */
    private static final Duration LISTED_LIMIT = Duration.ofSeconds(10);

    private static final Duration LATENCY = Duration.ofMillis(250);
    /** Long enough for each kind of group to settle now and then, short enough for it to be disturbed in the middle. */
    private static final int LONGEST_CALM_MILLIS = 800;

    private final KafkaCluster cluster;
    private final TrialTopics topics;
    private final TrialMembers members;
    private final FaultLog log;
    private final Random random;

    Trouble(KafkaCluster cluster, TrialTopics topics, TrialMembers members, FaultLog log, Random random) {
        this.cluster = cluster;
        this.topics = topics;
        this.members = members;
        this.log = log;
        this.random = random;
    }

    /** Blocks from the begin of the fault until its cause is gone. Its effects are over when the returned period is told so. */
    FaultLog.Period bring(TrialPlan plan) throws ExecutionException, InterruptedException {
        return switch (plan.fault()) {
            case BROKER_KILL -> killLeader(plan);
            case REBALANCE_STORM -> storm(plan);
            case POISON -> waitFor(plan, topics.source());
            case SLOW_DEAD_LETTERS -> slowDeadLetters(plan);
        };
    }

    private FaultLog.Period killLeader(TrialPlan plan) throws ExecutionException, InterruptedException {
        List<TopicPartitionInfo> partitions = TrialTopics.partitions(cluster, topics.source());
        Node leader = partitions.get(random.nextInt(partitions.size())).leader();
        Broker victim = cluster.broker(leader.id());
        FaultLog.Period period = log.began(plan.fault().label(), "broker " + victim.id());
        long start = System.nanoTime();
        victim.kill();
        while (leadsAny(victim.id())) {
            if (System.nanoTime() - start > LEADERS_LIMIT.toNanos()) {
                throw new IllegalStateException("Broker " + victim.id() + " was killed, but after "
                        + LEADERS_LIMIT.toSeconds() + " s no other broker leads its partitions of " + topics.source()
                        + "; the brokers' logs: " + cluster.logDirectory());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        waitFor(plan, start);
        victim.start();
        period.healed();
        return period;
    }

    private boolean leadsAny(int broker) throws ExecutionException, InterruptedException {
        return TrialTopics.partitions(cluster, topics.source()).stream()
                .anyMatch(partition ->
                        partition.leader() == null || partition.leader().id() == broker);
    }

    private FaultLog.Period storm(TrialPlan plan) throws ExecutionException, InterruptedException {
        FaultLog.Period period = log.began(plan.fault().label(), topics.group());
        int usual = members.count();
        long start = System.nanoTime();
        while (System.nanoTime() - start < plan.times().fault().toNanos()) {
            if (members.count() > usual + 1 || (members.count() > 1 && random.nextBoolean())) {
                awaitListed();
                members.leave(random.nextInt(members.count()));
            } else {
                members.join();
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_CALM_MILLIS));
        }
        while (members.count() > usual) {
            awaitListed();
            members.leave(random.nextInt(members.count()));
        }
        while (members.count() < usual) {
            members.join();
        }
        period.healed();
        return period;
    }

    /**
     * Waits until the group lists who joined. Who closes Kafka's client between its first and its second request to join
     * (KIP-394) does not leave: the coordinator waits for that member until its session ends, 45 s by default, and nobody
     * of the group handles anything. No handler is to blame for that.
     */
    private void awaitListed() throws ExecutionException, InterruptedException {
        long start = System.nanoTime();
        while (listed() < members.count() && System.nanoTime() - start < LISTED_LIMIT.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private int listed() throws ExecutionException, InterruptedException {
        return cluster.admin().describeConsumerGroups(List.of(topics.group())).all().get().values().stream()
                .mapToInt(group -> group.members().size())
                .sum();
    }

    private FaultLog.Period slowDeadLetters(TrialPlan plan) throws InterruptedException {
        Broker leader = cluster.broker(topics.deadLetterLeader());
        FaultLog.Period period = log.began(plan.fault().label(), "broker " + leader.id());
        leader.link().latency(Direction.BOTH, LATENCY);
        waitFor(plan, System.nanoTime());
        leader.link().heal();
        period.healed();
        return period;
    }

    private FaultLog.Period waitFor(TrialPlan plan, String target) throws InterruptedException {
        FaultLog.Period period = log.began(plan.fault().label(), target);
        waitFor(plan, System.nanoTime());
        period.healed();
        return period;
    }

    private static void waitFor(TrialPlan plan, long since) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(since + plan.times().fault().toNanos() - System.nanoTime());
    }
}
