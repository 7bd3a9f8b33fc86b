package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.settings.InFlightLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InFlightBudgetTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void staysExactWhenMoreWentThroughThanItsNumbersHold() {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(3, 4L << 20));
        // Half a GiB each: the sum of the bytes runs over 42 bits, that of the records is carried into, and over 22
        // bits.
        int large = 1 << 29;
        int entered = 0;
        for (int i = 0; i < 5_000_000; i++) {
            entered += budget.tryEnter(large) ? 1 : 0;
            budget.leave(large);
        }
        assertThat(entered).isEqualTo(5_000_000);
        assertThat(budget.records()).isZero();
        assertThat(budget.bytes()).isZero();
        assertThat(budget.tryEnter(1)).isTrue();
        assertThat(budget.tryEnter(1)).isTrue();
        assertThat(budget.tryEnter(1)).isTrue();
        assertThat(budget.tryEnter(1)).isFalse();
    }

    @Test
    void noMoreRecordsEnterThanMayBeUnderWay() {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(3, 1_024));
        for (int i = 0; i < 3; i++) {
            assertThat(budget.tryEnter(0)).isTrue();
        }
        assertThat(budget.tryEnter(0)).isFalse();
        assertThat(budget.records()).isEqualTo(3);
        budget.leave(0);
        assertThat(budget.tryEnter(0)).isTrue();
    }

    @Test
    void noMoreBytesEnterThanMayBeUnderWay() {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(100, 1_024));
        assertThat(budget.tryEnter(1_000)).isTrue();
        assertThat(budget.tryEnter(25)).isFalse();
        assertThat(budget.tryEnter(24)).isTrue();
        assertThat(budget.bytes()).isEqualTo(1_024);
        assertThat(budget.tryEnter(0)).as("no bytes more").isTrue();
    }

    @Test
    void aRecordLargerThanTheWholeBudgetPassesAlone() {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(100, 1_024));
        assertThat(budget.tryEnter(Integer.MAX_VALUE)).isTrue();
        assertThat(budget.tryEnter(0)).isFalse();
        budget.leave(Integer.MAX_VALUE);
        assertThat(budget.tryEnter(1)).isTrue();
        assertThat(budget.tryEnter(Integer.MAX_VALUE)).as("beside another one").isFalse();
        budget.leave(1);
        assertThat(budget.records() + budget.bytes()).isZero();
    }

    @Test
    void theLargestLimitsDoNotSpillFromBytesIntoRecords() {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(1_000_000, 1L << 40));
        int entered = 0;
        while (budget.tryEnter(Integer.MAX_VALUE)) {
            entered++;
        }
        assertThat(entered).isEqualTo(512);
        assertThat(budget.records()).isEqualTo(512);
        assertThat(budget.bytes()).isEqualTo(512L * Integer.MAX_VALUE);
        for (int i = 512; i < 1_000_000; i++) {
            assertThat(budget.tryEnter(0)).isTrue();
        }
        assertThat(budget.tryEnter(0)).isFalse();
        assertThat(budget.records()).isEqualTo(1_000_000);
    }

    @Test
    void whoWaitsGoesOnWhenThereIsRoom() {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(1, 1_024));
        assertThat(budget.tryEnter(10)).isTrue();
        CompletableFuture<Boolean> waiter = waiter(budget, 20);
        await().atMost(PATIENCE).until(budget::hasWaiting);
        budget.leave(10);
        assertThat(waiter).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(budget.bytes()).isEqualTo(20);
        assertThat(budget.hasWaiting()).isFalse();
    }

    @Test
    void whoWaitsInVainDoesNotEnter() throws InterruptedException {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(1, 1_024));
        assertThat(budget.tryEnter(10)).isTrue();
        long start = System.nanoTime();
        assertThat(budget.await(20, start + TimeUnit.MILLISECONDS.toNanos(30))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
        assertThat(budget.await(20, start)).as("with no time left").isFalse();
        assertThat(budget.records()).isEqualTo(1);
        assertThat(budget.bytes()).isEqualTo(10);
        assertThat(budget.hasWaiting()).isFalse();
    }

    @Test
    void whoWaitsIsWokenForAShareOfRoomAndTakesLessWhenTheTimeIsOver() throws Exception {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(64, 1_024));
        for (int i = 0; i < 64; i++) {
            assertThat(budget.tryEnter(0)).isTrue();
        }
        CompletableFuture<Boolean> patient = waiter(budget, 0);
        await().atMost(PATIENCE).until(budget::hasWaiting);
        for (int i = 0; i < 3; i++) {
            budget.leave(0);
        }
        assertThat(patient).as("three places of four").isNotDone();
        // Whose time is over looks once more, and so does whoever comes.
        assertThat(budget.await(0, System.nanoTime())).isTrue();
        assertThat(budget.tryEnter(0)).isTrue();
        for (int i = 0; i < 3; i++) {
            budget.leave(0);
        }
        assertThat(patient).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(budget.records()).isEqualTo(61);
    }

    @Test
    void aNarrowedBudgetLetsInLessAndForgetsNothing() {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(100, 1_024));
        for (int i = 0; i < 10; i++) {
            assertThat(budget.tryEnter(7)).isTrue();
        }
        budget.narrow(5);
        assertThat(budget.records()).isEqualTo(10);
        assertThat(budget.bytes()).isEqualTo(70);
        for (int i = 0; i < 5; i++) {
            assertThat(budget.tryEnter(0)).isFalse();
            budget.leave(7);
        }
        assertThat(budget.tryEnter(0)).as("the five that may be").isFalse();
        budget.leave(7);
        assertThat(budget.tryEnter(0)).isTrue();
        budget.narrow(7);
        assertThat(budget.tryEnter(0)).isTrue();
        assertThat(budget.tryEnter(0)).isTrue();
        assertThat(budget.tryEnter(0)).isFalse();
        budget.widen();
        for (int i = 7; i < 100; i++) {
            assertThat(budget.tryEnter(0)).isTrue();
        }
        assertThat(budget.tryEnter(0)).isFalse();
        assertThat(budget.records()).isEqualTo(100);
    }

    @Test
    void aRecordLargerThanTheWholeBudgetPassesANarrowedOneAloneToo() {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(100, 1_024));
        budget.narrow(1);
        assertThat(budget.tryEnter(2_000)).isTrue();
        assertThat(budget.tryEnter(0)).isFalse();
        budget.leave(2_000);
        budget.widen();
        assertThat(budget.records() + budget.bytes()).isZero();
    }

    @Test
    void whoWaitsForANarrowedBudgetIsWokenForAShareOfWhatIsLeftOfIt() {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(100_000, 1_024));
        budget.narrow(2);
        assertThat(budget.tryEnter(0)).isTrue();
        assertThat(budget.tryEnter(0)).isTrue();
        CompletableFuture<Boolean> first = waiter(budget, 0);
        await().atMost(PATIENCE).until(budget::hasWaiting);
        budget.leave(0);
        assertThat(first).succeedsWithin(PATIENCE).isEqualTo(true);
        CompletableFuture<Boolean> second = waiter(budget, 0);
        await().atMost(PATIENCE).until(budget::hasWaiting);
        assertThat(second).isNotDone();
        budget.widen();
        assertThat(second).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(budget.waitedNanos()).isPositive();
    }

    @Test
    void whileItIsNarrowedNobodyPassesThoseWhoWait() {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(1_000, 1_024));
        budget.narrow(100);
        for (int i = 0; i < 100; i++) {
            assertThat(budget.tryEnter(0)).isTrue();
        }
        CompletableFuture<Boolean> waits = waiter(budget, 0);
        await().atMost(PATIENCE).until(budget::hasWaiting);
        // Room for one, which is too little to wake somebody for.
        budget.leave(0);
        assertThat(budget.tryEnter(0)).isFalse();
        assertThat(budget.tryEnterAtOnce(0)).as("who cannot wait").isTrue();
        budget.leave(0);
        budget.narrow(100);
        assertThat(waits).succeedsWithin(PATIENCE).isEqualTo(true);
        assertThat(budget.tryEnter(0)).as("no more than 100").isFalse();
        assertThat(budget.tryEnterAtOnce(0)).as("by the limits of the settings").isTrue();
        assertThat(budget.records()).isEqualTo(101);
    }

    @Test
    void whatLeftIsTheDifferenceOfTwoMarksWhateverTheBudgetIsNarrowedTo() {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(100, 1_024));
        long mark = budget.left();
        budget.narrow(50);
        for (int i = 0; i < 3; i++) {
            assertThat(budget.tryEnter(11)).isTrue();
            budget.leave(11);
        }
        budget.widen();
        assertThat(InFlightBudget.recordsBetween(mark, budget.left())).isEqualTo(3);
        assertThat(InFlightBudget.bytesBetween(mark, budget.left())).isEqualTo(33);
    }

    @Test
    void anInterruptEndsTheWaitAndTakesNothing() {
        InFlightBudget budget = new InFlightBudget(new InFlightLimits(1, 1_024));
        assertThat(budget.tryEnter(10)).isTrue();
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> budget.await(10, System.nanoTime() + PATIENCE.toNanos()));
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                interrupted.complete(budget.await(10, System.nanoTime() + PATIENCE.toNanos()));
            } catch (InterruptedException e) {
                interrupted.completeExceptionally(e);
            }
        });
        waiter.start();
        await().atMost(PATIENCE).until(budget::hasWaiting);
        waiter.interrupt();
        assertThat(interrupted).failsWithin(PATIENCE);
        assertThat(budget.hasWaiting()).isFalse();
        assertThat(budget.records()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void manyThreadsNeverExceedTheLimitsAndLeaveNothingBehind(long seed) throws Exception {
        InFlightLimits limits = new InFlightLimits(7, 4_096);
        InFlightBudget budget = new InFlightBudget(limits);
        AtomicLong records = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        AtomicLong excesses = new AtomicLong();
        AtomicLong entered = new AtomicLong();
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Random random = new Random(seed * 100 + i);
            threads.add(CompletableFuture.runAsync(
                    () -> {
                        for (int turn = 0; turn < 5_000; turn++) {
                            int size = random.nextInt(2_000);
                            if (!enter(budget, size)) {
                                continue;
                            }
                            entered.incrementAndGet();
                            if (records.incrementAndGet() > limits.records()
                                    || bytes.addAndGet(size) > limits.bytes()) {
                                excesses.incrementAndGet();
                            }
                            Thread.yield();
                            bytes.addAndGet(-size);
                            records.decrementAndGet();
                            budget.leave(size);
                        }
                    },
                    task -> new Thread(task).start()));
        }
        CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        assertThat(excesses).hasValue(0);
        assertThat(entered.get()).isEqualTo(40_000);
        assertThat(budget.records() + budget.bytes()).isZero();
        assertThat(budget.hasWaiting()).isFalse();
    }

    private static boolean enter(InFlightBudget budget, int size) {
        try {
            return budget.tryEnter(size) || budget.await(size, System.nanoTime() + PATIENCE.toNanos());
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static CompletableFuture<Boolean> waiter(InFlightBudget budget, int size) {
        return CompletableFuture.supplyAsync(() -> enter(budget, size), task -> new Thread(task).start());
    }
}
