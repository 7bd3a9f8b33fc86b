package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.kafkasdk.settings.StartPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class StartPointsTest {

    private final MockMember latest = new MockMember(MockMember.settings().startPosition(StartPosition.LATEST));
    private final MockMember earliest = new MockMember();

    @Test
    void aNewGroupBeginsWhereItDeclares() {
        logs(latest, 5, 30);
        logs(earliest, 5, 30);
        assertThat(latest.owning(P0).client.position(P0)).isEqualTo(30);
        assertThat(earliest.owning(P0).client.position(P0)).isEqualTo(5);
        assertThat(latest.events).contains("skipped orders-0 5..30 NEW_GROUP");
        assertThat(earliest.events).noneMatch(event -> event.startsWith("skipped"));
    }

    @Test
    void theStartOfANewGroupIsRememberedBeforeTheFirstRecord() {
        logs(latest, 0, 30);
        latest.owning(P0).commit();
        OffsetAndMetadata commit = latest.client.committed(Set.of(P0)).get(P0);
        assertThat(commit.offset()).isEqualTo(30);
        assertThat(CommitNote.decode(commit).orElseThrow().topicPartitions()).isEqualTo(2);
    }

    @Test
    void aCommitIsWhereItGoesOn() {
        logs(latest, 0, 30);
        commits(latest, 7, 2);
        latest.owning(P0);
        assertThat(latest.client.position(P0)).isEqualTo(7);
        assertThat(latest.events).containsExactly("assigned [orders-0]");
        latest.commit();
        assertThat(latest.events).as("the broker has it").doesNotContain("committed true");
    }

    @Test
    void aPartitionThatIsNewToTheGroupIsReadFromItsBeginning() {
        logs(latest, 0, 30);
        commits(latest, 7, 1);
        latest.owning(P0, P1);
        assertThat(latest.client.position(P1)).isZero();
        assertThat(latest.events).noneMatch(event -> event.startsWith("skipped"));
        latest.commit();
        assertThat(CommitNote.decode(latest.client.committed(Set.of(P1)).get(P1)))
                .as("the new partition does not make others of its generation old")
                .map(CommitNote::topicPartitions)
                .contains(1);
    }

    @Test
    void aMissingCommitIsReportedWithWhatIsSkipped() {
        logs(latest, 3, 30);
        commits(latest, 7, 2);
        latest.owning(P0, P1);
        assertThat(latest.client.position(P1)).isEqualTo(30);
        assertThat(latest.events).contains("skipped orders-1 3..30 COMMIT_MISSING");
        logs(earliest, 3, 30);
        commits(earliest, 7, 2);
        earliest.owning(P0, P1);
        assertThat(earliest.client.position(P1)).isEqualTo(3);
    }

    @Test
    void aPartitionWaitsPausedForItsStartAndTheOthersGoOn() {
        logs(earliest, 0, 0);
        earliest.owning(P0);
        earliest.client.rebalance(List.of(P0, P1));
        assertThat(earliest.client.paused()).containsExactly(P1);
        earliest.client.setOffsetsException(new TimeoutException("planted"));
        earliest.fetch(P0, 0);
        try (LogCapture log = new LogCapture(Questioning.class)) {
            earliest.round();
            earliest.round();
            assertThat(log.count()).isEqualTo(1);
            assertThat(log.text()).contains("payments", "[orders-1]", "planted");
        }
        assertThat(earliest.handled).containsExactly("0@0");
        assertThat(earliest.client.paused()).containsExactly(P1);
        assertThat(earliest.committed(P1)).isEqualTo(-1);
        earliest.clock.advance(Duration.ofSeconds(1));
        earliest.fetch(P1, 0);
        earliest.round();
        assertThat(earliest.handled).containsExactly("0@0", "1@0");
        assertThat(earliest.client.paused()).isEmpty();
    }

    @Test
    void recordsFromAPlaceholderAreNotTaken() {
        earliest.client.rebalance(List.of(P0));
        earliest.partitions(0);
        earliest.client.schedulePollTask(() -> {
            earliest.client.resume(List.of(P0));
            earliest.client.addRecord(MockMember.record(P0, 0, "v"));
        });
        earliest.round();
        assertThat(earliest.handled).isEmpty();
        assertThat(earliest.assignment.recordsInFlight()).isZero();
    }

    @Test
    void aMissingPositionIsNoTrouble() {
        earliest.owning(P0, P1);
        earliest.client.setPollException(new NoOffsetForPartitionException(P1));
        assertThatCode(earliest.loop::runOnce).doesNotThrowAnyException();
        earliest.clock.advance(Duration.ofSeconds(1));
        earliest.fetch(P1, 0);
        earliest.round();
        assertThat(earliest.handled).containsExactly("1@0");
    }

    @Test
    void whatRetentionTookIsCountedAndWhatIsInFlightStillCounts() {
        earliest.owning(P0);
        earliest.fetch(P0, 0, 1);
        earliest.loop.runOnce();
        OwnedPartition owner = earliest.assignment.add(P0);
        logs(earliest, 42, 100);
        earliest.client.setPollException(new OffsetOutOfRangeException(Map.of(P0, 2L)));
        earliest.loop.runOnce();
        earliest.loop.runOnce();
        assertThat(earliest.events).contains("skipped orders-0 2..42 RETENTION");
        assertThat(earliest.client.position(P0)).isEqualTo(42);
        assertThat(earliest.assignment.get(P0)).isSameAs(owner);
        assertThat(owner.offsets().frontier()).isZero();
        earliest.work();
        earliest.commit();
        assertThat(earliest.handled).containsExactly("0@0", "0@1");
        assertThat(earliest.committed(P0)).isEqualTo(42);
    }

    @Test
    void aLogThatWasMadeAnewIsReadFromItsBeginningAndTheOldOneIsNotCommitted() {
        earliest.owning(P0);
        earliest.fetch(P0, 50);
        earliest.loop.runOnce();
        OwnedPartition old = earliest.assignment.add(P0);
        List<Work> late = MockMember.take(earliest.assignment, P0, 51, 1);
        logs(earliest, 0, 10);
        earliest.client.setPollException(new OffsetOutOfRangeException(Map.of(P0, 51L)));
        earliest.loop.runOnce();
        earliest.loop.runOnce();
        assertThat(earliest.client.position(P0)).isZero();
        assertThat(earliest.assignment.get(P0)).isNotSameAs(old);
        MockMember.finish(earliest.assignment, late);
        earliest.commit();
        assertThat(earliest.committed(P0)).isZero();
    }

    @Test
    void aLogThatWasCutIsReadOnWhereItPartsButNeverPastAnUnfinishedRecord() {
        earliest.owning(P0);
        earliest.fetch(P0, 0, 1, 2, 3);
        earliest.round();
        earliest.loop.runOnce();
        cut(4, 3);
        assertThat(earliest.client.position(P0)).isEqualTo(3);
        assertThat(earliest.events).contains("skipped orders-0 3..4 TRUNCATION");
        earliest.clock.advance(Duration.ofSeconds(1));
        earliest.fetch(P0, 3, 4, 5);
        earliest.loop.runOnce();
        cut(6, 5);
        assertThat(earliest.client.position(P0)).as("3 and 4 are not handled").isEqualTo(3);
    }

    private void cut(long position, long divergent) {
        earliest.client.setPollException(new LogTruncationException(
                Map.of(P0, position), Map.of(P0, new OffsetAndMetadata(divergent, Optional.of(3), ""))));
        earliest.loop.runOnce();
        earliest.loop.runOnce();
    }

    private static void logs(MockMember member, long beginning, long end) {
        member.client.updateBeginningOffsets(Map.of(P0, beginning, P1, beginning));
        member.client.updateEndOffsets(Map.of(P0, end, P1, end));
    }

    /** Has a member of before commit the first partition. */
    private static void commits(MockMember member, long offset, int topicPartitions) {
        member.client.rebalance(List.of(P0));
        member.client.commitSync(
                Map.of(P0, CommitNote.withoutFinished(new OffsetAndMetadata(offset), topicPartitions, Lives.UNKNOWN)));
        // The mock, unlike Kafka, would remember the pause.
        member.client.resume(List.of(P0));
        member.client.rebalance(List.of());
        member.events.clear();
    }
}
