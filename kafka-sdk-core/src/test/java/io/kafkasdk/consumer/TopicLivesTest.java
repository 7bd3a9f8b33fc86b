package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.cluster.TopicIdentities;
import io.kafkasdk.settings.StartPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A topic that was deleted and made anew has another id: its log is another one, whatever the offsets say. */
class TopicLivesTest {

    private static final String CLUSTER = "here";
    private static final Uuid OLD = new Uuid(1, 2);
    private static final Uuid NEW = new Uuid(3, 4);
    private static final Duration LOOK = Duration.ofSeconds(30);

    private MockMember member = new MockMember();

    @ParameterizedTest
    @EnumSource(StartPosition.class)
    void aCommitOfAnotherLifeIsNoStart(StartPosition declared) {
        member = new MockMember(MockMember.settings().startPosition(declared));
        logs(0, 500);
        commits(40, OLD);
        lives(NEW);
        member.owning(P0, P1);
        assertThat(member.client.position(P0)).isZero();
        assertThat(member.client.position(P1)).as("nor was it begun").isZero();
        assertThat(member.events).contains("rewound orders-0 40..0").noneMatch(event -> event.startsWith("skipped"));
        member.commit();
        assertThat(committedLife()).isEqualTo(Lives.of(CLUSTER, NEW));
        assertThat(member.committed(P0)).isZero();
    }

    @Test
    void aCommitOfTheSameLifeOrOfNoneIsWhereItGoesOn() {
        logs(0, 500);
        commits(40, OLD);
        lives(OLD);
        assertThat(member.owning(P0).client.position(P0)).isEqualTo(40);
        MockMember other = new MockMember();
        member = other;
        commits(41, null);
        lives(NEW);
        assertThat(member.owning(P0).client.position(P0)).isEqualTo(41);
        member.commit();
        assertThat(committedLife()).as("written as soon as it is known").isEqualTo(Lives.of(CLUSTER, NEW));
    }

    @Test
    void aClusterThatDoesNotSayItsIdsChangesNothingAndIsNotWaitedForAgainAtOnce() {
        logs(0, 500);
        commits(40, OLD);
        member.topicIds = new CompletableFuture<>();
        assertThat(member.owning(P0).client.position(P0)).isEqualTo(40);
        assertThat(member.assignment.all().get(0).life())
                .as("what the commit says")
                .isEqualTo(Lives.of(CLUSTER, OLD));
        member.topicIds = CompletableFuture.failedStage(new TimeoutException("planted"));
        member.owning(P0, P1);
        assertThat(member.client.position(P1)).isZero();
    }

    @Test
    void aLogThatLooksCutButIsAnotherOneIsReadFromItsBeginning() {
        begun(OLD, 0, 1, 2, 3);
        List<Work> late = MockMember.take(member.assignment, P0, 4, 1);
        lives(NEW);
        cut(5, 3);
        assertThat(member.client.position(P0)).isZero();
        assertThat(member.events).contains("rewound orders-0 5..0").noneMatch(event -> event.startsWith("skipped"));
        MockMember.finish(member.assignment, late);
        member.commit();
        assertThat(member.committed(P0)).as("what was in flight of the old one").isZero();
        assertThat(committedLife()).isEqualTo(Lives.of(CLUSTER, NEW));
    }

    @Test
    void aLogThatWasCutInTheSameLifeIsReadOnWhereItParts() {
        begun(OLD, 0, 1, 2, 3);
        cut(4, 3);
        passASecond();
        assertThat(member.client.position(P0)).isEqualTo(3);
        assertThat(member.events).contains("skipped orders-0 3..4 TRUNCATION");
    }

    @Test
    void aBrokerThatStillTellsTheOldIdIsAskedAgainBeforeItIsBelieved() {
        begun(OLD, 0, 1, 2, 3);
        cut(4, 3);
        lives(NEW);
        passASecond();
        assertThat(member.client.position(P0)).isZero();
        assertThat(member.events).contains("rewound orders-0 4..0").noneMatch(event -> event.startsWith("skipped"));
    }

    @Test
    void aBrokerThatIsBehindAndTellsAFormerIdMovesNobody() {
        begun(NEW, 0, 1, 2, 3);
        logs(0, 10);
        OwnedPartition owner = member.assignment.all().get(0);
        lives(OLD);
        member.clock.advance(LOOK.plusSeconds(1));
        member.loop.runOnce();
        lives(NEW);
        passASecond();
        passASecond();
        assertThat(member.assignment.all()).containsExactly(owner);
        assertThat(owner.isReady()).isTrue();
        assertThat(member.client.position(P0)).isEqualTo(4);
        assertThat(member.events).noneMatch(event -> event.startsWith("rewound"));
    }

    @Test
    void whatRetentionTookOfANewLogIsNotTakenForARestOfTheOldOne() {
        begun(OLD, 0, 1, 2, 3);
        OwnedPartition old = member.assignment.all().get(0);
        lives(NEW);
        logs(10, 20);
        member.client.setPollException(new OffsetOutOfRangeException(Map.of(P0, 4L)));
        member.loop.runOnce();
        member.loop.runOnce();
        assertThat(member.assignment.get(P0)).isNotSameAs(old);
        assertThat(member.client.position(P0)).isEqualTo(10);
        assertThat(member.events).contains("rewound orders-0 4..10");
    }

    @Test
    void aLifeThatChangedUnnoticedIsFoundByALookNowAndThen() {
        begun(OLD, 0, 1, 2, 3);
        List<Work> late = MockMember.take(member.assignment, P0, 4, 1);
        lives(NEW);
        logs(0, 500);
        lookAgain();
        assertThat(member.client.position(P0)).isZero();
        assertThat(member.events).contains("rewound orders-0 5..0");
        MockMember.finish(member.assignment, late);
        member.commit();
        assertThat(member.committed(P0)).isZero();
        assertThat(committedLife()).isEqualTo(Lives.of(CLUSTER, NEW));
        OwnedPartition fresh = member.assignment.all().get(0);
        lookAgain();
        assertThat(member.assignment.all()).containsExactly(fresh);
    }

    @Test
    void aLifeThatWasNotKnownAtTheStartIsLearnedLaterAndMovesNothing() {
        member.owning(P0);
        member.fetch(P0, 0, 1);
        member.round();
        OwnedPartition owner = member.assignment.all().get(0);
        lives(OLD);
        lookAgain();
        assertThat(member.assignment.all()).containsExactly(owner);
        member.commit();
        assertThat(member.committed(P0)).isEqualTo(2);
        assertThat(committedLife()).isEqualTo(Lives.of(CLUSTER, OLD));
    }

    @Test
    void anAnswerFromBeforeAnAssignmentSaysNothingOfIt() {
        begun(NEW, 0, 1);
        CompletableFuture<TopicIdentities> slow = new CompletableFuture<>();
        member.topicIds = slow;
        lookAgain();
        member.client.rebalance(List.of());
        lives(NEW);
        member.owning(P0);
        OwnedPartition later = member.assignment.all().get(0);
        slow.complete(identities(CLUSTER, OLD));
        member.loop.runOnce();
        member.loop.runOnce();
        assertThat(member.assignment.all()).containsExactly(later);
        assertThat(member.events).noneMatch(event -> event.startsWith("rewound"));
    }

    @Test
    void aClientThatCannotAskEndsNoConsumer() {
        begun(OLD, 0, 1);
        member.topicIds = CompletableFuture.failedStage(new IllegalStateException("planted"));
        lookAgain();
        assertThat(new Lives(
                                topics -> {
                                    throw new KafkaException("planted");
                                },
                                Duration.ofMillis(10),
                                member.clock)
                        .ask(member.assignment.all()))
                .isCompletedExceptionally();
        assertThat(member.client.position(P0)).isEqualTo(2);
    }

    @Test
    void aGroupAtLatestReadsATopicThatWasMadeAnewFromItsBeginningThoughItsCommitsWent() {
        member = new MockMember(MockMember.settings().startPosition(StartPosition.LATEST));
        logs(0, 0);
        begun(OLD);
        member.client.rebalance(List.of());
        logs(0, 100);
        lives(NEW);
        member.owning(P0);
        assertThat(member.client.position(P0)).isZero();
    }

    @Test
    void aCommitThatWasCopiedFromAnotherClusterIsAStartAllTheSame() {
        commits(7, OLD);
        logs(0, 10);
        member.topicIds = CompletableFuture.completedStage(identities("elsewhere", NEW));
        member.owning(P0);
        assertThat(member.client.position(P0)).isEqualTo(7);
        assertThat(member.events).noneMatch(event -> event.startsWith("rewound"));
    }

    @Test
    void twoClustersTellNothingOfLives() {
        assertThat(Lives.differ(Lives.of("here", OLD), Lives.of("elsewhere", NEW)))
                .isFalse();
        assertThat(Lives.differ(Lives.of("here", OLD), Lives.of("", NEW))).isFalse();
        assertThat(Lives.differ(Lives.of("", OLD), Lives.of("", NEW))).isTrue();
    }

    @Test
    void aLifeIsAShortNumberOfTheIdAndNeverZeroForAKnownOne() {
        assertThat(Lives.of(CLUSTER, Uuid.ZERO_UUID)).isEqualTo(Lives.UNKNOWN);
        assertThat(Lives.of(CLUSTER, new Uuid(2, 1)))
                .as("would fold to nothing")
                .isNotEqualTo(Lives.UNKNOWN);
        assertThat(Lives.of(CLUSTER, OLD)).isNotEqualTo(Lives.of(CLUSTER, NEW));
        assertThat(Lives.differ(Lives.UNKNOWN, Lives.of(CLUSTER, NEW))).isFalse();
        assertThat(Lives.differ(Lives.of(CLUSTER, OLD), Lives.UNKNOWN)).isFalse();
        assertThat(Lives.differ(Lives.of(CLUSTER, OLD), Lives.of(CLUSTER, NEW))).isTrue();
    }

    private void begun(Uuid id, long... offsets) {
        lives(id);
        member.owning(P0);
        if (offsets.length > 0) {
            member.fetch(P0, offsets);
            member.round();
        }
        member.loop.runOnce();
    }

    private void passASecond() {
        member.clock.advance(Duration.ofSeconds(1));
        member.loop.runOnce();
        member.loop.runOnce();
    }

    private void lookAgain() {
        for (int second = 0; second <= LOOK.toSeconds(); second++) {
            member.clock.advance(Duration.ofSeconds(1));
            member.loop.runOnce();
        }
    }

    private void cut(long position, long divergent) {
        member.client.setPollException(new LogTruncationException(
                Map.of(P0, position), Map.of(P0, new OffsetAndMetadata(divergent, Optional.of(3), ""))));
        member.loop.runOnce();
        member.loop.runOnce();
    }

    private int committedLife() {
        OffsetAndMetadata commit = member.client.committed(Set.of(P0)).get(P0);
        return CommitNote.decode(commit).orElseThrow().life();
    }

    private static TopicIdentities identities(String cluster, Uuid id) {
        return new TopicIdentities(cluster, Map.of(P0.topic(), id));
    }

    private void lives(Uuid id) {
        member.topicIds = CompletableFuture.completedStage(identities(CLUSTER, id));
    }

    private void logs(long beginning, long end) {
        member.client.updateBeginningOffsets(Map.of(P0, beginning, P1, beginning));
        member.client.updateEndOffsets(Map.of(P0, end, P1, end));
    }

    /** Has a member of before commit the first of two partitions. */
    private void commits(long offset, @Nullable Uuid id) {
        int life = id == null ? Lives.UNKNOWN : Lives.of(CLUSTER, id);
        member.client.rebalance(List.of(P0));
        member.client.commitSync(Map.of(P0, CommitNote.withoutFinished(new OffsetAndMetadata(offset), 2, life)));
        // The mock, unlike Kafka, would remember the pause.
        member.client.resume(List.of(P0));
        member.client.rebalance(List.of());
        member.events.clear();
    }
}
