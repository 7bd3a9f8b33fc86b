package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.StopSignal;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;

class PollLoopTest {

    private final MockMember member = new MockMember().owning(P0, P1);

    @Test
    void handsRecordsToTheirPartitionsInOrder() {
        member.fetch(P0, 0, 1, 2);
        member.fetch(P1, 0);
        member.round();
        member.round();
        assertThat(member.handled).containsExactly("0@0", "0@1", "0@2", "1@0");
    }

    @Test
    void commitsOnlyBelowTheLowestUnfinishedOffset() {
        member.handler = record -> {
            if (record.offset() == 1) {
                throw new IllegalStateException();
            }
        };
        member.fetch(P0, 0, 1, 2);
        member.round();
        member.commit();
        assertThat(member.committed(P0)).isEqualTo(1);
    }

    @Test
    void commitsWhatFinishedWhenTheIntervalIsOverAndNotBefore() {
        member.fetch(P0, 0, 1);
        member.round();
        member.loop.runOnce();
        assertThat(member.committed(P0)).isEqualTo(-1);
        member.commit();
        assertThat(member.committed(P0)).isEqualTo(2);
        long commits = member.events.stream().filter("committed true"::equals).count();
        member.commit();
        assertThat(member.events.stream().filter("committed true"::equals)).hasSize((int) commits);
    }

    @Test
    void triesAFailedRecordAgainAfterTheDelayWhileOtherPartitionsFlow() {
        member.handler = record -> {
            if (record.partition() == 0) {
                throw new IllegalStateException();
            }
        };
        member.fetch(P0, 0, 1);
        member.fetch(P1, 0, 1);
        member.round();
        member.round();
        assertThat(member.handled).containsExactly("1@0", "1@1");
        assertThat(member.workers.runNext(member.desk)).isFalse();
        member.handler = record -> {};
        member.round();
        assertThat(member.handled).hasSize(2);
        member.clock.advance(MockMember.RETRY_DELAY.multipliedBy(2));
        member.round();
        assertThat(member.handled).containsExactly("1@0", "1@1", "0@0", "0@1");
        assertThat(member.events).contains("failed orders-0@0 attempt 1");
    }

    @Test
    void neverRunsAHandlerItself() {
        member.fetch(P0, 0);
        member.loop.runOnce();
        member.loop.runOnce();
        assertThat(member.handled).isEmpty();
        assertThat(member.workers.runNext(member.desk)).isTrue();
    }

    @Test
    void dropsCompletionsOfALogThatWasMadeAnew() {
        member.fetch(P0, 10, 11);
        member.loop.runOnce();
        OwnedPartition old = member.assignment.add(P0);
        member.client.schedulePollTask(() -> member.client.seek(P0, 0));
        member.fetch(P0, 0);
        member.loop.runOnce();
        member.loop.runOnce();
        assertThat(member.assignment.get(P0)).isNotSameAs(old);
        member.work();
        member.commit();
        assertThat(member.handled).containsExactly("0@0");
        assertThat(member.committed(P0)).isEqualTo(1);
        assertThat(member.assignment.recordsInFlight()).isZero();
    }

    @Test
    void aRefusedLoginEndsItAndNamesTheCure() {
        member.client.setPollException(new SaslAuthenticationException("invalid credentials"));
        assertThatThrownBy(member.loop::runOnce)
                .isInstanceOfSatisfying(
                        KafkaSdkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED))
                .hasMessageContaining("ClusterSettings.security");
    }

    @Test
    void aMissingRightEndsAConsumerThatNeverWorked() {
        MockMember fresh = new MockMember();
        fresh.client.setPollException(GroupAuthorizationException.forGroupId("payments"));
        assertThatThrownBy(fresh.loop::runOnce)
                .isInstanceOf(KafkaSdkException.class)
                .hasMessageContaining("--operation Read --group payments");
    }

    @Test
    void aRightThatWentIsWaitedFor() {
        member.loop.runOnce();
        member.client.setPollException(GroupAuthorizationException.forGroupId("payments"));
        assertThatCode(member.loop::runOnce).doesNotThrowAnyException();
        member.fetch(P0, 0);
        member.round();
        assertThat(member.handled).as("the cluster is left alone for a while").isEmpty();
        member.clock.advance(Duration.ofSeconds(2));
        member.round();
        assertThat(member.handled).containsExactly("0@0");
    }

    @Test
    void anUnknownTroubleOfTheClientIsTriedAgainAndABugEndsIt() {
        member.client.setPollException(new KafkaException("corrupt record"));
        assertThatCode(member.loop::runOnce).doesNotThrowAnyException();
        member.clock.advance(Duration.ofSeconds(2));
        member.client.schedulePollTask(() -> {
            throw new IllegalStateException("bug");
        });
        assertThatThrownBy(member.loop::runOnce).isInstanceOf(KafkaSdkException.class);
    }

    /** As Kafka's client says it. */
    private static KafkaException unreadable(TopicPartition partition) {
        return new KafkaException(
                "Received exception when fetching the next record from " + partition
                        + ". If needed, please seek past the record to continue consumption.",
                new KafkaException("planted checksum"));
    }

    @Test
    void aPartitionThatCannotBeReadOnIsSetAsideAndTheOthersGoOnAtOnce() {
        member.fetch(P0, 0);
        member.round();
        member.client.setPollException(unreadable(P0));
        member.loop.runOnce();
        member.fetch(P1, 0);
        member.round();
        assertThat(member.handled).containsExactly("0@0", "1@0");
        assertThat(member.client.paused()).containsExactly(P0);
        Diagnosis why = member.assignment.get(P0).unreadable();
        assertThat(why).isNotNull();
        assertThat(why.kind()).isEqualTo(ErrorKind.BAD_RECORD);
        assertThat(why.text()).contains("orders-0 cannot be read on from offset 1", "planted checksum", "seek");
        member.commit();
        assertThat(member.committed(P0)).isEqualTo(1);
    }

    @Test
    void aPartitionThatWasSetAsideIsReadAgainBehindASeek() {
        member.client.setPollException(unreadable(P0));
        member.loop.runOnce();
        member.loop.runOnce();
        assertThat(member.client.paused()).containsExactly(P0);
        member.parts.beginAnew(member.assignment.get(P0), new OffsetAndMetadata(5));
        member.loop.runOnce();
        assertThat(member.client.paused()).isEmpty();
        assertThat(member.assignment.get(P0).unreadable()).isNull();
        member.fetch(P0, 5);
        member.round();
        assertThat(member.handled).containsExactly("0@5");
    }

    @Test
    void aPollThatFailsForAPartitionThatIsSetAsideAlreadyIsTriedAgainMoreAndMoreSeldom() {
        member.client.setPollException(unreadable(P0));
        member.loop.runOnce();
        member.client.setPollException(unreadable(P0));
        member.loop.runOnce();
        member.fetch(P1, 0);
        member.round();
        assertThat(member.handled).as("the cluster is left alone for a while").isEmpty();
        member.clock.advance(Duration.ofSeconds(2));
        member.round();
        assertThat(member.handled).containsExactly("1@0");
    }

    @Test
    void anOutOfMemoryErrorOfAHandlerEndsIt() {
        member.handler = record -> {
            throw new OutOfMemoryError("planted");
        };
        member.fetch(P0, 0);
        member.round();
        assertThatThrownBy(member.loop::runOnce)
                .isInstanceOf(KafkaSdkException.class)
                .hasCauseInstanceOf(OutOfMemoryError.class)
                .hasMessageContaining("ran out of memory")
                .hasMessageNotContaining("polling");
    }

    @Test
    void aStackOverflowIsOnlyAFailedRecord() {
        member.handler = record -> {
            throw new StackOverflowError();
        };
        member.fetch(P0, 0);
        member.round();
        assertThatCode(member.loop::runOnce).doesNotThrowAnyException();
        assertThat(member.events).contains("failed orders-0@0 attempt 1");
    }

    @Test
    void aWakeupIsNoTrouble() {
        member.client.wakeup();
        assertThatCode(member.loop::runOnce).doesNotThrowAnyException();
    }

    @Test
    void commitsTheStartPositionSoThatItIsNotLostBeforeTheFirstRecord() {
        member.loop.runOnce();
        member.commit();
        assertThat(member.committed(P0)).isZero();
        assertThat(member.client.committed(Set.of(P0))).containsKey(P0);
    }

    @Test
    void endsWhenTheStopIsAskedFor() {
        member.stop.request(StopSignal.Wish.within(Duration.ofSeconds(1)));
        member.loop.run();
        assertThat(member.handled).isEmpty();
    }

    @Test
    void whateverEscapesFromAWorkerEndsItVisibly() {
        member.handler = record -> {
            throw new IllegalStateException();
        };
        member.handlerFailure = new OutOfMemoryError("planted in the listener");
        member.fetch(P0, 0);
        member.round();
        assertThatThrownBy(member.loop::runOnce).isInstanceOf(KafkaSdkException.class);
    }

    @Test
    void aClientThatGaveUpResolvingItsHostsEndsIt() {
        class BootstrapResolutionException extends KafkaException {
            private static final long serialVersionUID = 1L;

            BootstrapResolutionException() {
                super("Failed to resolve bootstrap servers after 1000ms");
            }
        }
        member.client.setPollException(new BootstrapResolutionException());
        assertThatThrownBy(member.loop::runOnce)
                .isInstanceOf(KafkaSdkException.class)
                .hasMessageContaining("bootstrapServers");
    }
}
