package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTimeTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 0", "2, 1, 0", "10, 1, 8", "400, 20, 360", "1000, 50, 900", "60000, 50, 59900"})
    void theLastSliceEndsASliceBeforeTheCallersTimeIsOver(long maxBlock, long slice, long patience) {
        assertThat(CallerTime.sliceOf(Duration.ofMillis(maxBlock))).isEqualTo(Duration.ofMillis(slice));
        assertThat(CallerTime.patienceOf(Duration.ofMillis(maxBlock))).isEqualTo(Duration.ofMillis(patience));
        assertThat(new CallerTime(Duration.ofMillis(maxBlock)).until(-5)).isEqualTo(patience * 1_000_000 - 5);
    }

    @Test
    void aClientThatWaitedIsAskedAgainWhileThereIsTime() {
        CallerTime time = new CallerTime(Duration.ofSeconds(60));
        long now = System.nanoTime();
        long aSliceAgo = now - Duration.ofMillis(50).toNanos();
        assertThat(time.allowsAnother(aSliceAgo, aSliceAgo)).isTrue();
        assertThat(time.allowsAnother(now - Duration.ofMillis(59_901).toNanos(), aSliceAgo))
                .as("no time left")
                .isFalse();
    }

    @Test
    void aClientThatRefusedAtOnceIsNotAskedAgain() {
        CallerTime time = new CallerTime(Duration.ofSeconds(60));
        // A minute ahead: however slow this machine is, no time has passed since.
        long justNow = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        assertThat(time.allowsAnother(System.nanoTime(), justNow)).isFalse();
    }

    @Test
    void theFailureNamesTheTimeThatTheCallerWaited() {
        CallerTime time = new CallerTime(Duration.ofSeconds(1));
        RuntimeException cause = new RuntimeException("planted");
        TimeoutException metadata =
                time.retold(new TimeoutException("Topic a not present in metadata after 50 ms.", cause), millis(950));
        assertThat(metadata)
                .hasMessage("Topic a not present in metadata after 950 ms (of maxBlock 1000 ms).")
                .hasCause(cause);
        TimeoutException full = time.retold(
                new BufferExhaustedException(
                        "Failed to allocate 16384 bytes within the configured max blocking time 50 ms."),
                millis(951));
        assertThat(full).isInstanceOf(BufferExhaustedException.class).hasMessageContaining("951 ms (of maxBlock");
        assertThat(time.retold(new TimeoutException((String) null), millis(1))).hasMessage("null");
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
