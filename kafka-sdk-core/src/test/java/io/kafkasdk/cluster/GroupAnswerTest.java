package io.kafkasdk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.cluster.GroupReader.Logs;
import io.kafkasdk.cluster.GroupReader.Read;
import io.kafkasdk.cluster.GroupSnapshot.GroupTopic;
import io.kafkasdk.cluster.GroupSnapshot.Membership;
import io.kafkasdk.cluster.GroupSnapshot.Offsets;
import io.kafkasdk.cluster.GroupSnapshot.Owner;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.StartPosition;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberAssignment;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupAnswerTest {

    private static final Node BROKER = new Node(1, "b", 1);
    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final TopicPartition P1 = new TopicPartition("orders", 1);
    private static final Diagnosis REFUSED = new Diagnosis(ErrorKind.UNAUTHORIZED, "what", "why", "cure");

    private final Map<String, TopicDescription> topics = new HashMap<>(Map.of("orders", topic(2)));
    private final Map<String, Diagnosis> refusedTopics = new HashMap<>();
    private final Map<String, Map<TopicPartition, @Nullable OffsetAndMetadata>> commits = new HashMap<>();
    private final Map<String, Diagnosis> refusedCommits = new HashMap<>();
    private final Map<String, @Nullable ConsumerGroupDescription> groups = new HashMap<>();
    private final Map<String, Diagnosis> refusedGroups = new HashMap<>();
    private final Map<TopicPartition, Long> starts = new HashMap<>(Map.of(P0, 0L, P1, 0L));
    private final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(P0, 100L, P1, 200L));
    private final Map<TopicPartition, Diagnosis> refusedEnds = new HashMap<>();
    private StartPosition start = StartPosition.EARLIEST;

    @Test
    void lagIsWhatIsBehindTheCommitsOfAllPartitions() {
        committed(P0, 90);
        committed(P1, 150);
        assertThat(orders().lag()).hasValue(60);
        assertThat(orders().unknownPartitions()).isZero();
        assertThat(snapshot().gaps()).isEmpty();
    }

    @Test
    void whatRetentionDeletedDoesNotCountAndLagIsNeverNegative() {
        starts.put(P0, 95L);
        committed(P0, 10);
        committed(P1, 205);
        assertThat(orders().lag()).hasValue(5);
    }

    @Test
    void withoutACommitAllOfTheLogCountsWhenTheGroupStartsThere() {
        starts.put(P1, 50L);
        committed(P0, 100);
        nothingCommitted(P1);
        assertThat(orders().lag()).hasValue(150);
        assertThat(orders().partitions().get(1).offsets()).isEqualTo(new Offsets(Offsets.NONE, 50, 50, 200));
    }

    @Test
    void withoutACommitTheLagOfAGroupThatStartsAtTheEndIsUnknown() {
        start = StartPosition.LATEST;
        committed(P0, 90);
        nothingCommitted(P1);
        assertThat(orders().lag()).as("of what is known").hasValue(10);
        assertThat(orders().unknownPartitions()).isEqualTo(1);
        assertThat(snapshot().gaps()).as("nobody refused anything").isEmpty();
    }

    @Test
    void commitsThatMayNotBeSeenAreUnknownAndNotMissing() {
        refusedCommits.put("payments", REFUSED);
        assertThat(orders().lag()).isEmpty();
        assertThat(orders().unknownPartitions()).isEqualTo(2);
        assertThat(orders().partitions().get(0).offsets().committed()).isEqualTo(Offsets.UNKNOWN);
        assertThat(snapshot().gaps()).containsExactly(REFUSED);
    }

    @Test
    void aPartitionWhoseEndIsUnknownKeepsTheOthersKnown() {
        committed(P0, 90);
        committed(P1, 150);
        ends.remove(P1);
        refusedEnds.put(P1, REFUSED);
        assertThat(orders().lag()).hasValue(10);
        assertThat(orders().unknownPartitions()).isEqualTo(1);
        assertThat(snapshot().gaps()).containsExactly(REFUSED);
    }

    @Test
    void aTopicThatMayNotBeSeenIsUnknownAndOneThatIsMissingIsLeftOut() {
        topics.remove("orders");
        refusedTopics.put("orders", REFUSED);
        assertThat(orders().lag()).isEmpty();
        assertThat(orders().unownedPartitions()).isEmpty();
        assertThat(snapshot().gaps()).containsExactly(REFUSED);
        refusedTopics.put("orders", new Diagnosis(ErrorKind.TOPIC_MISSING, "what", "why", "cure"));
        assertThat(snapshot().topics()).isEmpty();
        assertThat(snapshot().gaps()).isEmpty();
    }

    @Test
    void eachPartitionHasTheMemberThatTheBrokersNamed() {
        group(GroupType.CONSUMER, GroupState.STABLE, member("app.payments", P1), member("app.payments-2"));
        assertThat(snapshot().members()).hasValue(2);
        assertThat(snapshot().membership()).isEqualTo(new Membership(GroupType.CONSUMER, GroupState.STABLE, 2));
        assertThat(orders().partitions().get(0).owner()).isEqualTo(new Owner.Nobody());
        assertThat(orders().partitions().get(1).owner()).isEqualTo(new Owner.Member("app.payments"));
        assertThat(orders().unownedPartitions()).hasValue(1);
    }

    @Test
    void whileAClassicGroupRebalancesItsOwnersAreUnknownButNotItsMembers() {
        group(GroupType.CLASSIC, GroupState.PREPARING_REBALANCE, member("app.payments"));
        assertThat(snapshot().members()).hasValue(1);
        assertThat(orders().unownedPartitions()).isEmpty();
    }

    @Test
    void aGroupThatIsGoneHasNoMembersAndOwnsNothing() {
        groups.put("payments", null);
        assertThat(snapshot().members()).hasValue(0);
        assertThat(snapshot().membership().state()).isEqualTo(GroupState.DEAD);
        assertThat(orders().unownedPartitions()).hasValue(2);
    }

    @Test
    void aGroupThatMayNotBeDescribedHasUnknownMembersAndNotNone() {
        refusedGroups.put("payments", REFUSED);
        committed(P0, 90);
        assertThat(snapshot().members()).isEmpty();
        assertThat(orders().unownedPartitions()).isEmpty();
        assertThat(orders().lag()).hasValue(10);
        assertThat(snapshot().gaps()).containsExactly(REFUSED);
    }

    private GroupTopic orders() {
        return snapshot().topic("orders").orElseThrow();
    }

    private GroupSnapshot snapshot() {
        return new GroupAnswer(
                        new GroupQuestion("payments", Set.of("orders"), start, IsolationLevel.READ_COMMITTED),
                        new Read<>(topics, refusedTopics),
                        new Read<>(commits, refusedCommits),
                        new Read<>(groups, refusedGroups),
                        new Logs(
                                new Read<>(starts, Map.of()),
                                Map.of(IsolationLevel.READ_COMMITTED, new Read<>(ends, refusedEnds))))
                .snapshot();
    }

    private void committed(TopicPartition partition, long offset) {
        commits.computeIfAbsent("payments", group -> new HashMap<>()).put(partition, new OffsetAndMetadata(offset));
    }

    private void nothingCommitted(TopicPartition partition) {
        commits.computeIfAbsent("payments", group -> new HashMap<>()).put(partition, null);
    }

    private void group(GroupType type, GroupState state, MemberDescription... members) {
        groups.put(
                "payments",
                new ConsumerGroupDescription(
                        "payments",
                        false,
                        Arrays.asList(members),
                        "",
                        type,
                        state,
                        BROKER,
                        Set.of(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private static MemberDescription member(String clientId, TopicPartition... partitions) {
        return new MemberDescription(
                clientId + "-id",
                Optional.empty(),
                Optional.empty(),
                clientId,
                "host",
                new MemberAssignment(Set.of(partitions)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static TopicDescription topic(int partitions) {
        List<TopicPartitionInfo> infos = IntStream.range(0, partitions)
                .mapToObj(number -> new TopicPartitionInfo(number, BROKER, List.of(BROKER), List.of(BROKER)))
                .toList();
        return new TopicDescription("orders", false, infos);
    }
}
