package io.kafkasdk.acks;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.Reassignment.Move;
import io.kafkasdk.cluster.ClusterSnapshot.Broker;
import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplicaPlanTest {

    private static final int CLUSTERS = 500;

    @Test
    void noBrokerHoldsAPartitionTwiceAndEachPartitionGetsWhatItLacks() {
        forEachPlan(plan -> assertThat(plan.moves())
                .allSatisfy(
                        move -> assertThat(move.after()).doesNotHaveDuplicates().hasSize(plan.target())));
    }

    @Test
    void onlyPartitionsThatLackReplicasChange() {
        forEachPlan(plan -> assertThat(plan.moves())
                .extracting(Move::partition)
                .containsExactlyElementsOf(plan.facts().partitions().stream()
                        .filter(p -> p.replicas().size() < plan.target())
                        .map(PartitionFacts::partition)
                        .toList()));
    }

    @Test
    void theLeaderIsFirstAndTheOthersKeepTheirOrder() {
        forEachPlan(plan -> assertThat(plan.moves()).allSatisfy(move -> {
            int leader = plan.facts().partitions().get(move.partition()).leader();
            List<Integer> others = new ArrayList<>(move.before());
            others.remove((Integer) leader);
            List<Integer> kept = new ArrayList<>(leader < 0 ? List.of() : List.of(leader));
            kept.addAll(others);
            assertThat(move.after()).startsWith(kept.toArray(Integer[]::new));
        }));
    }

    @Test
    void newReplicasGoToLiveBrokersOnlyAndAbsentOnesStay() {
        forEachPlan(plan -> {
            Set<Integer> live = plan.live().stream().map(Broker::id).collect(Collectors.toSet());
            assertThat(plan.moves()).allSatisfy(move -> {
                assertThat(live).containsAll(move.added());
                assertThat(move.after()).containsAll(move.before());
            });
        });
    }

    @Test
    void racksThatAPartitionDoesNotUseComeFirst() {
        forEachPlan(plan -> assertThat(plan.moves()).allSatisfy(move -> {
            Set<String> used = plan.racks(move.before());
            long unused = plan.racks(plan.rackOf().keySet()).stream()
                    .filter(rack -> !used.contains(rack))
                    .count();
            long expected = Math.min(unused, move.added().size());
            assertThat(plan.racks(move.after())).hasSize(used.size() + (int) expected);
        }));
    }

    @Test
    void noNewReplicaCouldBeOnABrokerWithTwoFewerOfThem() {
        forEachPlan(plan -> {
            Map<Integer, Integer> given = plan.given();
            for (Move move : plan.moves()) {
                for (int from : move.added()) {
                    List<Integer> others = new ArrayList<>(move.after());
                    others.remove((Integer) from);
                    assertThat(plan.alternatives(others))
                            .allSatisfy(to ->
                                    assertThat(given.getOrDefault(to, 0)).isGreaterThanOrEqualTo(given.get(from) - 1));
                }
            }
        });
    }

    @Test
    void aTopicThatIsLaidOutEvenlyGrowsEvenly() {
        for (int brokers = 3; brokers <= 12; brokers++) {
            for (int partitions = 1; partitions <= 60; partitions++) {
                int ids = brokers;
                List<PartitionFacts> ring = IntStream.range(0, partitions)
                        .mapToObj(p -> partition(p, 1 + p % ids, List.of(1 + p % ids, 1 + (p + 1) % ids)))
                        .toList();
                List<Broker> live = IntStream.rangeClosed(1, brokers)
                        .mapToObj(id -> broker(id, null))
                        .toList();
                Planned plan = plan(facts("ring-" + partitions, ring), live, 3);
                assertThat(plan.live().stream().map(b -> plan.given().getOrDefault(b.id(), 0)))
                        .as("%d partitions on %d brokers", partitions, brokers)
                        .allMatch(count -> count == plan.moves().size() / ids
                                || count == (plan.moves().size() + ids - 1) / ids);
            }
        }
    }

    @Test
    void theSameFactsMakeTheSamePlanWhateverTheOrderOfTheBrokers() {
        forEachPlan(plan -> {
            List<Broker> shuffled = new ArrayList<>(plan.live());
            Collections.shuffle(shuffled, new Random(7));
            assertThat(ReplicaPlan.of(plan.facts(), shuffled, plan.target())).contains(plan.moves());
        });
    }

    @Test
    void smallTopicsDoNotAllLandOnTheSameBroker() {
        List<Broker> live =
                IntStream.rangeClosed(1, 10).mapToObj(id -> broker(id, null)).toList();
        Map<Integer, Long> given = IntStream.range(0, 100)
                .mapToObj(i -> plan(facts("topic-" + i, List.of(partition(0, 1, List.of(1, 2)))), live, 3))
                .flatMap(plan -> plan.moves().get(0).added().stream())
                .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        assertThat(given.keySet()).containsExactlyInAnyOrder(3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(given.values()).allMatch(count -> count <= 35);
    }

    @Test
    void tooFewBrokersMakeNoPlan() {
        TopicFacts facts = facts("t", List.of(partition(0, 1, List.of(1, 2))));
        assertThat(ReplicaPlan.of(facts, List.of(broker(1, null), broker(2, null)), 3))
                .isEmpty();
        assertThat(ReplicaPlan.of(facts, List.of(), 3)).isEmpty();
        // Broker 2 is out, but keeps its place; broker 3 has room.
        assertThat(ReplicaPlan.of(facts, List.of(broker(1, null), broker(3, null)), 3))
                .contains(List.of(new Move(0, List.of(1, 2), List.of(1, 2, 3))));
    }

    /** Plans for random clusters and topics: with racks or without, with brokers that are out, with odd leaders. */
    private static void forEachPlan(Consumer<Planned> check) {
        Random random = new Random(42);
        int planned = 0;
        for (int i = 0; i < CLUSTERS; i++) {
            int brokers = 3 + random.nextInt(10);
            int racks = random.nextInt(5);
            List<Broker> all = IntStream.rangeClosed(1, brokers)
                    .mapToObj(id -> broker(
                            id * 10, racks == 0 || random.nextInt(12) == 0 ? null : "rack-" + random.nextInt(racks)))
                    .toList();
            List<PartitionFacts> partitions = IntStream.range(0, 1 + random.nextInt(30))
                    .mapToObj(number -> randomPartition(random, number, all))
                    .toList();
            List<Broker> live =
                    all.stream().filter(broker -> random.nextInt(8) > 0).toList();
            TopicFacts facts = facts("topic-" + i, partitions);
            int target = AcksCures.wantedReplication(facts);
            if (ReplicaPlan.of(facts, live, target).isPresent()) {
                planned++;
                check.accept(plan(facts, live, target));
            }
        }
        assertThat(planned).isGreaterThan(CLUSTERS / 2);
    }

    private static PartitionFacts randomPartition(Random random, int number, List<Broker> brokers) {
        List<Integer> ids = new ArrayList<>(brokers.stream().map(Broker::id).toList());
        Collections.shuffle(ids, random);
        List<Integer> replicas = ids.subList(0, 1 + random.nextInt(random.nextInt(4) == 0 ? 3 : 2));
        int leader = random.nextInt(10) == 0 ? -1 : replicas.get(random.nextInt(replicas.size()));
        return partition(number, leader, replicas);
    }

    private static Planned plan(TopicFacts facts, List<Broker> live, int target) {
        return new Planned(
                facts, live, target, ReplicaPlan.of(facts, live, target).orElseThrow());
    }

    private static TopicFacts facts(String topic, List<PartitionFacts> partitions) {
        return GuardFixture.topic(topic, partitions, 2, false, true);
    }

    private static PartitionFacts partition(int number, int leader, List<Integer> replicas) {
        return new PartitionFacts(number, leader, replicas, replicas);
    }

    private static Broker broker(int id, @Nullable String rack) {
        return new Broker(id, "localhost", 9092, rack);
    }

    private record Planned(TopicFacts facts, List<Broker> live, int target, List<Move> moves) {

        Map<Integer, String> rackOf() {
            Map<Integer, String> racks = new HashMap<>();
            live.forEach(broker -> {
                if (broker.rack() != null) {
                    racks.put(broker.id(), broker.rack());
                }
            });
            return racks;
        }

        Set<String> racks(Collection<Integer> ids) {
            return ids.stream()
                    .map(rackOf()::get)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toCollection(HashSet::new));
        }

        Map<Integer, Integer> given() {
            Map<Integer, Integer> given = new HashMap<>();
            moves.forEach(move -> move.added().forEach(id -> given.merge(id, 1, Integer::sum)));
            return given;
        }

        /** The brokers that could take one more replica beside these without wasting an unused rack. */
        List<Integer> alternatives(List<Integer> others) {
            Set<String> used = racks(others);
            List<Integer> free = live.stream()
                    .map(Broker::id)
                    .filter(id -> !others.contains(id))
                    .toList();
            List<Integer> elsewhere = free.stream()
                    .filter(id -> rackOf().containsKey(id) && !used.contains(rackOf().get(id)))
                    .toList();
            return elsewhere.isEmpty() ? free : elsewhere;
        }
    }
}
