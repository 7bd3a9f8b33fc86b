package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AckClockTest {

    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private long now;
    private long sent;

    @Test
    void aTrickleIsTimedRecordByRecord() {
        AckClock clock = new AckClock(false, () -> now);
        assertThat(readings(clock, 100, MILLI)).isEqualTo(100);
    }

    @Test
    void aFewAtOnceAreTimedOneByOne() {
        AckClock clock = new AckClock(false, () -> now);
        for (int batch = 0; batch < 50; batch++) {
            now += 10 * MILLI;
            assertThat(readings(clock, 8, 100)).isEqualTo(8);
            sent = now;
        }
    }

    @Test
    void ofManyAtOnceOneInSixteenIsTimed() {
        AckClock clock = new AckClock(false, () -> now);
        readings(clock, 9, 100);
        assertThat(readings(clock, 1_600, 100)).isEqualTo(100);
    }

    @Test
    void whatWasSentAfterTheLastReadingIsTimedAtOnce() {
        AckClock clock = new AckClock(false, () -> now);
        readings(clock, 20, 100);
        sent = now;
        now += 30_000 * MILLI;
        assertThat(clock.read(sent)).isEqualTo(now);
    }

    @Test
    void ofABatchThatWasStuckTheSixteenthIsTimedAtTheLatest() {
        AckClock clock = new AckClock(false, () -> now);
        readings(clock, 9, 100);
        now += 30_000 * MILLI;
        assertThat(readings(clock, 16, 100)).isEqualTo(1);
    }

    @Test
    void whereEachTimeIsWantedEachIsTimed() {
        AckClock clock = new AckClock(true, () -> now);
        assertThat(readings(clock, 1_000, 100)).isEqualTo(1_000);
    }

    /** Returns how many of so many acknowledgements were timed, of records that were all sent before. */
    private int readings(AckClock clock, int count, long apartNanos) {
        int read = 0;
        for (int i = 0; i < count; i++) {
            now += apartNanos;
            long reading = clock.read(sent - 1);
            read += reading == AckClock.NOT_READ ? 0 : 1;
            assertThat(reading).isIn(now, AckClock.NOT_READ);
        }
        return read;
    }
}
