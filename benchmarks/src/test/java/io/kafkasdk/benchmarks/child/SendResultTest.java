package io.kafkasdk.benchmarks.child;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.benchmarks.child.SendResult.Latency;
import io.kafkasdk.benchmarks.child.SendResult.Usage;
import org.junit.jupiter.api.Test;

final class SendResultTest {

    private static final SendResult RESULT = new SendResult(
            1_000,
            3,
            2_000_000_000,
            640_000,
            new Usage(170_000, 10, 5_000_000, 900_000),
            7_000_000,
            new Latency(1, 2, 3));

    @Test
    void aLineIsReadAsItWasWritten() {
        assertThat(SendResult.parse(RESULT.line())).contains(RESULT);
    }

    @Test
    void otherOutputIsNoResult() {
        assertThat(SendResult.parse("SLF4J: no providers")).isEmpty();
    }

    @Test
    void figuresAreForARecordOrASecond() {
        assertThat(RESULT.perSecond()).isEqualTo(500);
        assertThat(RESULT.megabytesPerSecond()).isEqualTo(0.32);
        assertThat(RESULT.wireBytesPerRecord()).isEqualTo(170);
        assertThat(RESULT.cpuMicros()).isEqualTo(5);
        assertThat(RESULT.brokerCpuMicros()).isEqualTo(7);
        assertThat(RESULT.allocatedPerRecord()).isEqualTo(900);
        assertThat(RESULT.requestsPerSecond()).isEqualTo(5);
        assertThat(RESULT.recordsPerRequest()).isEqualTo(100);
    }
}
