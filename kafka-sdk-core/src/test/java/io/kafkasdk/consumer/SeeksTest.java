package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static io.kafkasdk.consumer.MockMember.P1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SeeksTest {

    private final MockMember member = new MockMember();

    SeeksTest() {
        member.client.updateEndOffsets(Map.of(P0, 100L, P1, 100L));
        member.owning(P0, P1);
    }

    @Test
    void goesBackAndCommitsTheNewPositionAtOnce() throws Exception {
        member.fetch(P0, 0, 1, 2);
        member.round();
        member.commit();
        assertThat(member.committed(P0)).isEqualTo(3);
        CompletableFuture<Map<TopicPartition, Long>> answer = seek(P0, 1);
        rounds(2);
        assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo(Map.of(P0, 1L));
        assertThat(member.committed(P0)).isEqualTo(1);
        assertThat(member.client.position(P0)).isEqualTo(1);
        assertThat(member.client.paused()).isEmpty();
    }

    @Test
    void whatFinishesOfBeforeDoesNotMoveTheNewPosition() throws Exception {
        member.fetch(P0, 50, 51);
        member.loop.runOnce();
        OwnedPartition old = member.assignment.add(P0);
        List<Work> late = MockMember.take(member.assignment, P0, 52, 1);
        old.started();
        CompletableFuture<Map<TopicPartition, Long>> answer = seek(P0, 10);
        rounds(3);
        assertThat(answer).as("a handler runs").isNotDone();
        assertThat(member.client.paused()).containsExactly(P0);
        member.clock.advance(Duration.ofSeconds(11));
        rounds(2);
        assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo(Map.of(P0, 10L));
        MockMember.finish(member.assignment, late);
        old.ended();
        member.commit();
        assertThat(member.committed(P0)).isEqualTo(10);
        member.work();
        assertThat(member.handled).as("what was queued of before").isEmpty();
    }

    @Test
    void goesOnAsSoonAsTheHandlerEnded() throws Exception {
        member.fetch(P0, 50);
        member.loop.runOnce();
        OwnedPartition old = member.assignment.add(P0);
        old.started();
        CompletableFuture<Map<TopicPartition, Long>> answer = seek(P0, 60);
        rounds(2);
        old.ended();
        rounds(1);
        assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo(Map.of(P0, 60L));
    }

    @Test
    void anOffsetOutsideOfTheLogGoesToItsNearerEnd() throws Exception {
        member.client.updateBeginningOffsets(Map.of(P0, 20L, P1, 20L));
        CompletableFuture<Map<TopicPartition, Long>> answer = order(Map.of(P0, 3L, P1, 1_000L));
        rounds(2);
        assertThat(answer.get(5, TimeUnit.SECONDS)).isEqualTo(Map.of(P0, 20L, P1, 100L));
    }

    @Test
    void refusesAPartitionThatIsNotOwnedAndMovesNone() {
        TopicPartition other = new TopicPartition("orders", 7);
        CompletableFuture<Map<TopicPartition, Long>> answer = order(Map.of(P0, 3L, other, 3L));
        rounds(2);
        assertThat(failure(answer))
                .isInstanceOf(KafkaSdkException.class)
                .hasMessageContaining("orders-7")
                .hasMessageContaining("does not own");
        assertThat(member.client.position(P0)).isZero();
    }

    @Test
    void refusesANegativeOffset() {
        Map<TopicPartition, Long> negative = Map.of(P0, -1L);
        assertThatThrownBy(() -> new SeekTarget.Offsets(negative))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders-0");
    }

    @Test
    void aPartitionThatGoesMeanwhileFailsTheAnswerAndTheOthersMove() {
        member.fetch(P0, 50);
        member.loop.runOnce();
        OwnedPartition old = member.assignment.add(P0);
        old.started();
        CompletableFuture<Map<TopicPartition, Long>> answer = order(Map.of(P0, 3L, P1, 4L));
        rounds(2);
        member.guard.onPartitionsLost(List.of(P0));
        rounds(1);
        assertThat(failure(answer)).hasMessageContaining("[orders-0]").hasMessageContaining("{orders-1=4}");
        assertThat(member.client.position(P1)).isEqualTo(4);
    }

    @Test
    void nothingMovesWhereNoBrokerAnswers() {
        CompletableFuture<Map<TopicPartition, Long>> answer = seek(P0, 3);
        for (int i = 0; i < 60; i++) {
            member.client.setOffsetsException(new TimeoutException("planted"));
            rounds(1);
            member.clock.advance(Duration.ofMillis(250));
        }
        assertThat(failure(answer)).hasMessageContaining("planted").hasMessageContaining("nothing moved");
        assertThat(member.client.position(P0)).isZero();
        member.client.setOffsetsException(null);
        member.fetch(P0, 0);
        rounds(1);
        member.work();
        assertThat(member.handled).containsExactly("0@0");
    }

    @Test
    void theEndOfTheConsumerIsTheEndOfItsSeeks() {
        CompletableFuture<Map<TopicPartition, Long>> before = seek(P0, 3);
        member.seeks.end();
        CompletableFuture<Map<TopicPartition, Long>> after = seek(P0, 3);
        assertThat(failure(before)).hasMessageContaining("not running");
        assertThat(failure(after)).hasMessageContaining("not running");
    }

    private void rounds(int number) {
        for (int i = 0; i < number; i++) {
            member.loop.runOnce();
        }
    }

    private CompletableFuture<Map<TopicPartition, Long>> seek(TopicPartition partition, long offset) {
        return order(Map.of(partition, offset));
    }

    private CompletableFuture<Map<TopicPartition, Long>> order(Map<TopicPartition, Long> offsets) {
        CompletionStage<Map<TopicPartition, Long>> stage = member.seeks.order(new SeekTarget.Offsets(offsets));
        return stage.toCompletableFuture();
    }

    private static Throwable failure(CompletableFuture<?> answer) {
        return catchThrowable(() -> answer.get(5, TimeUnit.SECONDS)).getCause();
    }

    @Test
    void aTimeThatMillisecondsCannotHoldIsTakenAsTheNearest() {
        assertThat(new SeekTarget.Time(Instant.MIN).time()).isEqualTo(Instant.EPOCH);
        assertThat(new SeekTarget.Time(Instant.MAX).time().toEpochMilli()).isEqualTo(Long.MAX_VALUE);
    }
}
