package io.kafkasdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosingTest {

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final Closing closing = Closing.start("app.stuck", this::hold);

    @AfterEach
    void letGo() {
        Thread.interrupted();
        held.countDown();
    }

    @Test
    void aWaitEndsWithItsTimeAlsoWhereThatIsNone() {
        closing.await(Duration.ofMillis(1));
        closing.await(Duration.ZERO);
        closing.await(Duration.ofSeconds(-1));
        assertThat(closing.hasEnded()).isFalse();
    }

    @Test
    void aWaitEndsWithTheClosing() throws InterruptedException {
        held.countDown();
        assertThat(closing.hasEndedWithin(Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
    }

    @Test
    void anInterruptEndsTheWaitAndReachesWhatIsClosed() throws InterruptedException {
        Thread.currentThread().interrupt();
        closing.await(Duration.ofDays(1));
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private void hold() {
        try {
            held.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
    }
}
