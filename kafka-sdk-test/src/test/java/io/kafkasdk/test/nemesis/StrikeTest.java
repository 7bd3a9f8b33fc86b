package io.kafkasdk.test.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StrikeTest {
    private final List<String> calls = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    @Test
    void aFaultBeginsAndIsHealed() throws Exception {
        strike(new Scripted(Duration.ZERO, () -> {}, () -> {}), Duration.ZERO);

        assertThat(calls).containsExactly("begin", "heal");
    }

    @Test
    void whileItLastsItBreaksAgainInItsRhythm() throws Exception {
        strike(new Scripted(Duration.ofMillis(1), () -> {}, () -> {}), Duration.ofMillis(100));

        assertThat(calls).startsWith("begin", "again", "again").endsWith("heal");
    }

    @Test
    void aFaultThatCannotBeginIsHealedAndAllElseToo() {
        assertThatThrownBy(() -> strike(
                        new Scripted(
                                Duration.ZERO,
                                () -> {
                                    throw new IllegalStateException("half done");
                                },
                                () -> {}),
                        Duration.ofMinutes(1)))
                .isInstanceOf(NemesisException.class)
                .hasMessageContaining("broker-kill on it")
                .hasMessageContaining("half done");

        assertThat(calls).containsExactly("begin", "heal", "restore");
    }

    @Test
    void aFaultThatCannotBeHealedIsTriedOnceMoreAndThenAllIsRestored() {
        assertThatThrownBy(() -> strike(
                        new Scripted(Duration.ZERO, () -> {}, () -> {
                            throw new IllegalStateException("still broken");
                        }),
                        Duration.ZERO))
                .isInstanceOf(NemesisException.class)
                .hasMessageContaining("still broken")
                .hasRootCauseMessage("still broken");

        assertThat(calls).containsExactly("begin", "heal", "heal", "restore");
    }

    @Test
    void anInterruptHealsInAThreadThatIsNoLongerInterrupted() {
        List<Boolean> interrupted = new ArrayList<>();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> strike(
                        new Scripted(
                                Duration.ZERO,
                                () -> {},
                                () -> interrupted.add(Thread.currentThread().isInterrupted())),
                        Duration.ofMinutes(1)))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("broker-kill on it");

        assertThat(calls).containsExactly("begin", "heal", "restore");
        assertThat(interrupted).containsExactly(false);
    }

    @Test
    void anInterruptInsideOfBeginIsTold() {
        assertThatThrownBy(() -> strike(
                        new Scripted(
                                Duration.ZERO,
                                () -> {
                                    Thread.currentThread().interrupt();
                                    throw new IllegalStateException("interrupted while a broker started");
                                },
                                () -> {}),
                        Duration.ZERO))
                .isInstanceOf(InterruptedException.class);

        assertThat(calls).containsExactly("begin", "heal", "restore");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void closingEndsTheHoldAtOnce() throws Exception {
        closed.countDown();

        strike(new Scripted(Duration.ZERO, () -> {}, () -> {}), Duration.ofDays(1));

        assertThat(calls).containsExactly("begin", "heal");
    }

    private void strike(Fault fault, Duration hold) throws InterruptedException {
        new Strike(fault, closed, () -> calls.add("restore")).carryOut(hold);
    }

    /** Writes down what is asked of it. */
    private final class Scripted implements Fault {
        private final Duration rhythm;
        private final Runnable breaking;
        private final Runnable mending;

        Scripted(Duration rhythm, Runnable breaking, Runnable mending) {
            this.rhythm = rhythm;
            this.breaking = breaking;
            this.mending = mending;
        }

        @Override
        public FaultKind kind() {
            return FaultKind.BROKER_KILL;
        }

        @Override
        public String target() {
            return "it";
        }

        @Override
        public void begin() {
            calls.add("begin");
            breaking.run();
        }

        @Override
        public Duration rhythm() {
            return rhythm;
        }

        @Override
        public void again() {
            calls.add("again");
        }

        @Override
        public void heal() {
            calls.add("heal");
            mending.run();
        }
    }
}
