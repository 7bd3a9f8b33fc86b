package io.kafkasdk.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimedCallsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final List<String> told = new ArrayList<>();
    private final TimedCalls calls =
            new TimedCalls((call, succeeded, took) -> told.add(call + " " + succeeded + " " + took), nanos::get);

    @Test
    void anAnswerIsToldWithItsTime() {
        assertThat(calls.time("listOffsets", () -> nanos.addAndGet(5))).isEqualTo(5);
        assertThat(told).containsExactly("listOffsets true 5");
    }

    @Test
    void aQuestionThatThrowsIsToldAndPasses() {
        assertThatThrownBy(() -> calls.time("describeCluster", () -> {
                    nanos.addAndGet(7);
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(told).containsExactly("describeCluster false 7");
    }

    @Test
    void anAnswerNobodyWaitsForIsToldWhenItComes() {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        assertThat(calls.timeStage("describeTopics", () -> answer)).isNotDone();
        assertThat(told).isEmpty();
        nanos.addAndGet(9);
        answer.complete(1);
        assertThat(told).containsExactly("describeTopics true 9");
        assertThat(calls.timeStage("describeTopics", () -> CompletableFuture.failedStage(new IllegalStateException())))
                .isCompletedExceptionally();
        assertThat(told).hasSize(2).endsWith("describeTopics false 0");
    }

    @Test
    void anAnswerThatSaysNothingIsAFailure() {
        assertThat(calls.time("describeTopics", () -> 0, answer -> answer > 0)).isZero();
        assertThat(told).containsExactly("describeTopics false 0");
    }
}
