package io.kafkasdk.acks;

import io.kafkasdk.cluster.ClusterSnapshot.Broker;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.MinIsrCap;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.cluster.TopicLookup;
import io.kafkasdk.error.Diagnosis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A guard over hand-made facts: no cluster, no threads, no clock but this one. */
public final class GuardFixture {

    public final Map<String, TopicLookup> cluster = new LinkedHashMap<>();
    public final List<AcksVerdict> told = new ArrayList<>();
    public final List<String> forgotten = new ArrayList<>();
    public final AtomicInteger nearestCalls = new AtomicInteger();
    public final List<Collection<String>> calls = new ArrayList<>();
    public final List<Runnable> background = new ArrayList<>();
    public final AtomicLong nanos = new AtomicLong();
    /** Runs inside each look at topics. */
    public Runnable onCall = () -> {};

    /** What the addresses of silent brokers do, by broker. */
    public final Map<Integer, String> silent = new TreeMap<>();

    /** Those that there is no time to ask. */
    public final Set<Integer> unasked = new TreeSet<>();

    /** Runs inside each question to brokers. */
    public Runnable onAsk = () -> {};

    /** The brokers that were asked whether they answer, call by call. */
    public final List<Set<Integer>> probed = new ArrayList<>();

    public @Nullable Diagnosis unreachable;
    public @Nullable String nearest;
    /** The live brokers, without racks. */
    public List<Integer> brokers = List.of(1, 2, 3);

    public AcksGuard guard(AcksRules rules) {
        Executor monitor = background::add;
        return new AcksGuard(new Facts(), rules, List.of(new Told()), monitor, nanos::get);
    }

    ClusterView view() {
        return new Facts();
    }

    /** Adds a topic with these replicas in sync: one partition per list, all on brokers 1 to RF. */
    public GuardFixture topic(String name, int minIsr, Partition... partitions) {
        cluster.put(name, new TopicLookup.Found(facts(name, minIsr, partitions)));
        return this;
    }

    public void runBackground() {
        List<Runnable> tasks = List.copyOf(background);
        background.clear();
        tasks.forEach(Runnable::run);
    }

    public static TopicFacts facts(String name, int minIsr, Partition... partitions) {
        List<PartitionFacts> all = new ArrayList<>();
        for (Partition partition : partitions) {
            int leader = partition.inSync().isEmpty() ? -1 : partition.inSync().get(0);
            all.add(new PartitionFacts(all.size(), leader, partition.replicas(), partition.inSync()));
        }
        return topic(name, all, minIsr, false, true);
    }

    /** A topic with these settings, and those of a new topic for the rest. */
    static TopicFacts topic(
            String name, List<PartitionFacts> partitions, int minIsr, boolean uncleanElection, boolean minIsrCapped) {
        MinIsrCap cap = minIsrCapped ? MinIsrCap.PRESENT : MinIsrCap.ABSENT;
        return topic(name, partitions, minIsr, uncleanElection, cap);
    }

    /** A topic with these settings, and those of a new topic for the rest. */
    static TopicFacts topic(
            String name, List<PartitionFacts> partitions, int minIsr, boolean uncleanElection, MinIsrCap cap) {
        long hour = Duration.ofHours(1).toMillis();
        return new TopicFacts(
                name,
                partitions,
                minIsr,
                uncleanElection,
                1_000,
                cap,
                false,
                TopicFacts.NO_BOUND,
                hour,
                false,
                TopicFacts.AS_IT_COMES);
    }

    /** One partition: its replicas, and those in sync. */
    public record Partition(List<Integer> replicas, List<Integer> inSync) {

        public static Partition healthy(Integer... replicas) {
            return new Partition(List.of(replicas), List.of(replicas));
        }
    }

    private final class Told implements VerdictListener {

        @Override
        public void verdictChanged(AcksVerdict verdict, AcksPolicy policy) {
            told.add(verdict);
        }

        @Override
        public void topicForgotten(String topic) {
            forgotten.add(topic);
        }
    }

    private final class Facts implements ClusterView {

        @Override
        public Map<String, TopicLookup> topics(Collection<String> names, Duration limit) {
            calls.add(List.copyOf(names));
            onCall.run();
            Map<String, TopicLookup> answers = new LinkedHashMap<>();
            names.forEach(name -> answers.put(name, cluster.getOrDefault(name, new TopicLookup.Missing(name))));
            return answers;
        }

        @Override
        public Optional<Diagnosis> unreachable(Duration limit) {
            return Optional.ofNullable(unreachable);
        }

        @Override
        public Optional<String> nearestTopic(String misspelt, Duration limit) {
            nearestCalls.incrementAndGet();
            return Optional.ofNullable(nearest);
        }

        @Override
        public List<Broker> brokers(Duration limit) {
            return brokers.stream()
                    .map(id -> new Broker(id, "localhost", 9092, null))
                    .toList();
        }

        @Override
        public Map<Integer, Optional<String>> askBrokers(Set<Integer> ids, Duration limit) {
            probed.add(Set.copyOf(ids));
            onAsk.run();
            Map<Integer, Optional<String>> answers = new TreeMap<>();
            ids.stream()
                    .filter(id -> !unasked.contains(id))
                    .forEach(id -> answers.put(id, Optional.ofNullable(silent.get(id))));
            return answers;
        }
    }
}
