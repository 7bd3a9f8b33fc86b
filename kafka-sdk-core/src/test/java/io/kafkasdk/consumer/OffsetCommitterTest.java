package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.kafkasdk.settings.ConsumerLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;

class OffsetCommitterTest {

    private final ManualClock clock = new ManualClock();
    private final List<String> outcomes = new ArrayList<>();
    private final List<Map<TopicPartition, OffsetAndMetadata>> sent = new ArrayList<>();
    private final List<OffsetCommitCallback> callbacks = new ArrayList<>();
    private final List<RuntimeException> syncFailures = new ArrayList<>();
    private final Assignment assignment = new Assignment();
    private final OffsetCommitter committer = committer(ConsumerLimits.DEFAULT);

    private OffsetCommitter committer(ConsumerLimits limits) {
        ConsumerListener listener = new ConsumerListener() {
            @Override
            public void committed(String group, boolean succeeded, long tookNanos) {
                outcomes.add(succeeded + " after " + Duration.ofNanos(tookNanos).toMillis());
            }
        };
        return new OffsetCommitter(
                client(), assignment, new ConsumerEvents("payments", listener, clock), limits, clock);
    }

    @Test
    void sendsOneCommitAtATimeForAllFrontiersThatMoved() {
        finish(P0, 3);
        assignment.add(P1);
        committer.commitIfDue();
        assertThat(sent).as("the interval is not over").isEmpty();
        clock.advance(Duration.ofSeconds(1));
        committer.commitIfDue();
        assertThat(sent)
                .singleElement()
                .satisfies(commits -> assertThat(commits)
                        .hasEntrySatisfying(
                                P0, commit -> assertThat(commit.offset()).isEqualTo(4))
                        .hasEntrySatisfying(
                                P0,
                                commit -> assertThat(CommitNote.decode(commit).flatMap(CommitNote::epoch))
                                        .contains(3))
                        .hasSize(1));
        finish(P0, 4);
        clock.advance(Duration.ofSeconds(5));
        committer.commitIfDue();
        assertThat(sent).as("the answer is not in").hasSize(1);
        callbacks.get(0).onComplete(sent.get(0), null);
        committer.commitIfDue();
        assertThat(sent).hasSize(2);
        assertThat(outcomes).containsExactly("true after 5000");
    }

    @Test
    void knowsSinceWhenCommitsFailUntilOneIsTakenOrNothingIsLeftToCommit() {
        assertThat(committer.facts().errorClass()).isNull();
        finish(P0, 3);
        clock.advance(Duration.ofSeconds(1));
        long first = clock.getAsLong();
        for (int commit = 0; commit < 3; commit++) {
            committer.commitIfDue();
            callbacks.get(commit).onComplete(sent.get(commit), new CommitFailedException("expelled"));
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(committer.facts()).isEqualTo(new ProgressSource.CommitFacts("CommitFailedException", first));
        committer.commitIfDue();
        callbacks.get(3).onComplete(sent.get(3), null);
        assertThat(committer.facts().errorClass()).isNull();
        finish(P0, 4);
        clock.advance(Duration.ofSeconds(1));
        committer.commitIfDue();
        callbacks.get(4).onComplete(sent.get(4), new CommitFailedException("expelled"));
        assignment.release(assignment.add(P0));
        clock.advance(Duration.ofSeconds(1));
        committer.commitIfDue();
        assertThat(committer.facts().errorClass()).as("the partition went").isNull();
    }

    @Test
    void anAnswerThatDoesNotComeIsAFailureToo() {
        finish(P0, 3);
        clock.advance(Duration.ofSeconds(1));
        long sentAt = clock.getAsLong();
        committer.commitIfDue();
        clock.advance(Duration.ofSeconds(9));
        assertThat(committer.facts().errorClass()).isNull();
        clock.advance(Duration.ofSeconds(1));
        assertThat(committer.facts()).isEqualTo(new ProgressSource.CommitFacts("no answer", sentAt));
    }

    @Test
    void aFailedCommitIsMadeAgainWithTheNext() {
        finish(P0, 3);
        clock.advance(Duration.ofSeconds(1));
        committer.commitIfDue();
        callbacks.get(0).onComplete(sent.get(0), new CommitFailedException("expelled. And so on"));
        clock.advance(Duration.ofSeconds(1));
        committer.commitIfDue();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
        assertThat(outcomes).containsExactly("false after 0");
    }

    @Test
    void whatIsCommittedIsNotCommittedAgain() {
        finish(P0, 3);
        committer.commitNow(assignment.all(), Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(9));
        committer.commitIfDue();
        committer.commitNow(assignment.all(), Duration.ofSeconds(1));
        assertThat(sent).hasSize(1);
    }

    @Test
    void aPartitionThatDidNotMoveIsCommittedAgainOnlyForANewNumberOfPartitions() {
        finish(P0, 3);
        OwnedPartition owner = assignment.add(P0);
        owner.uncommitted().orElseThrow().succeeded();
        assertThat(owner.uncommitted()).isEmpty();
        owner.begin(4, new CommitNote(12, Lives.UNKNOWN, FinishedOffsets.NONE));
        assertThat(owner.uncommitted()).isPresent();
        owner.uncommitted().orElseThrow().succeeded();
        assertThat(owner.uncommitted()).isEmpty();
    }

    @Test
    void aWakeupMeantForThePollDoesNotCostTheLastCommit() {
        finish(P0, 3);
        syncFailures.add(new WakeupException());
        committer.commitNow(assignment.all(), Duration.ofSeconds(1));
        assertThat(outcomes).containsExactly("true after 0");
    }

    @Test
    void aLastCommitThatFailsStopsNothing() {
        finish(P0, 3);
        syncFailures.add(new CommitFailedException());
        assertThatCode(() -> committer.commitNow(assignment.all(), Duration.ofSeconds(1)))
                .doesNotThrowAnyException();
        assertThat(outcomes).containsExactly("false after 0");
    }

    private void finish(TopicPartition partition, long offset) {
        MockMember.finish(assignment, MockMember.take(assignment, partition, offset, 1));
    }

    private MockConsumer<byte[], byte[]> client() {
        return new MockConsumer<>("earliest") {
            @Override
            public synchronized void commitAsync(
                    Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
                sent.add(offsets);
                callbacks.add(callback);
            }

            @Override
            public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
                if (!syncFailures.isEmpty()) {
                    throw syncFailures.remove(0);
                }
                sent.add(offsets);
            }
        };
    }

    @Test
    void severalWakeupsDoNotCostTheLastCommitEither() {
        finish(P0, 3);
        for (int i = 0; i < 3; i++) {
            syncFailures.add(new WakeupException());
        }
        committer.commitNow(assignment.all(), Duration.ofSeconds(1));
        assertThat(outcomes).containsExactly("true after 0");
    }

    @Test
    void wakeupsDoNotKeepTheLastCommitBeyondItsTime() {
        finish(P0, 3);
        for (int i = 0; i < 1_000; i++) {
            syncFailures.add(new WakeupException());
        }
        clock.tick(Duration.ofMillis(10));
        committer.commitNow(assignment.all(), Duration.ofSeconds(1));
        assertThat(outcomes).singleElement().asString().startsWith("false");
    }

    @Test
    void commitsEarlierWhenSoManyRecordsHaveFinished() {
        OffsetCommitter byCount = committer(ConsumerLimits.DEFAULT.commits(Duration.ofSeconds(60), 5));
        List<Work> works = MockMember.take(assignment, P0, 0, 12);
        MockMember.finish(assignment, works.subList(0, 4));
        byCount.commitIfDue();
        assertThat(sent).isEmpty();
        MockMember.finish(assignment, works.subList(4, 5));
        byCount.commitIfDue();
        assertThat(sent).hasSize(1);
        callbacks.get(0).onComplete(sent.get(0), null);
        MockMember.finish(assignment, works.subList(5, 9));
        byCount.commitIfDue();
        assertThat(sent).as("counts from the last commit on").hasSize(1);
        MockMember.finish(assignment, works.subList(9, 10));
        byCount.commitIfDue();
        assertThat(sent).hasSize(2);
    }

    @Test
    void aRecordThatFinishedBeyondTheFrontierIsCommittedAlthoughTheOffsetIsTheSame() {
        List<Work> works = MockMember.take(assignment, P0, 0, 3);
        MockMember.finish(assignment, works.subList(0, 1));
        committer.commitNow(assignment.all(), Duration.ofSeconds(1));
        MockMember.finish(assignment, works.subList(2, 3));
        committer.commitNow(assignment.all(), Duration.ofSeconds(1));
        assertThat(sent).hasSize(2);
        assertThat(sent).allMatch(commit -> commit.get(P0).offset() == 1);
        assertThat(sent.get(1).get(P0).metadata())
                .isNotEqualTo(sent.get(0).get(P0).metadata());
    }

    @Test
    void aClusterThatTakesNoMetadataGetsTheOffsetsWithout() {
        finishBeyondTheFrontier();
        clock.advance(Duration.ofSeconds(1));
        committer.commitIfDue();
        assertThat(sent.get(0).get(P0).metadata()).isNotEmpty();
        try (LogCapture log = new LogCapture(OffsetCommitter.class)) {
            callbacks.get(0).onComplete(sent.get(0), new OffsetMetadataTooLarge("planted"));
            assertThat(log.text()).contains("offset.metadata.max.bytes");
        }
        clock.advance(Duration.ofSeconds(1));
        committer.commitIfDue();
        assertThat(sent.get(1).get(P0).offset()).isEqualTo(1);
        assertThat(sent.get(1).get(P0).metadata()).isEmpty();
    }

    @Test
    void theLastCommitOfAPartitionIsMadeAgainWithoutMetadataThatIsTooLarge() {
        finishBeyondTheFrontier();
        syncFailures.add(new OffsetMetadataTooLarge("planted"));
        committer.commitNow(assignment.all(), Duration.ofSeconds(1));
        assertThat(sent).singleElement().satisfies(commit -> {
            assertThat(commit.get(P0).offset()).isEqualTo(1);
            assertThat(commit.get(P0).metadata()).isEmpty();
        });
        assertThat(outcomes).containsExactly("false after 0", "true after 0");
    }

    private void finishBeyondTheFrontier() {
        List<Work> works = MockMember.take(assignment, P0, 0, 3);
        MockMember.finish(assignment, List.of(works.get(0), works.get(2)));
    }
}
