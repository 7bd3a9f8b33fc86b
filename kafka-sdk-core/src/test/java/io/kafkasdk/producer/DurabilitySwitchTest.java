package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kafkasdk.acks.Durability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurabilitySwitchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DurabilitySwitch change = new DurabilitySwitch(System::nanoTime);

    @Test
    void itFollowsAtOnceWhileNothingIsUnderWay() throws InterruptedException {
        assertThat(enter(Durability.ALL)).isEqualTo(Durability.ALL);
        change.leave();
        assertThat(enter(Durability.LEADER)).isEqualTo(Durability.LEADER);
        assertThat(enter(Durability.LEADER)).isEqualTo(Durability.LEADER);
        change.leave();
        change.leave();
        assertThat(enter(Durability.ALL)).isEqualTo(Durability.ALL);
    }

    @Test
    void theFirstOnesOfTheNewWayWaitForTheLastOfTheOld() throws Exception {
        assertThat(enter(Durability.ALL)).isEqualTo(Durability.ALL);
        CountDownLatch waiting = new CountDownLatch(2);
        List<CompletableFuture<@Nullable Durability>> senders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            senders.add(inThread(waiting));
        }
        waiting.await();
        change.leave();
        for (CompletableFuture<@Nullable Durability> sender : senders) {
            assertThat(sender.get(20, TimeUnit.SECONDS)).isEqualTo(Durability.LEADER);
        }
    }

    @Test
    void whoHasNoTimeGoesOnAsBefore() throws InterruptedException {
        assertThat(enter(Durability.ALL)).isEqualTo(Durability.ALL);
        assertThat(change.enter(Durability.LEADER, System.nanoTime())).isEqualTo(Durability.ALL);
        change.leave();
        assertThat(enter(Durability.LEADER)).as("one is still under way").isEqualTo(Durability.ALL);
        change.leave();
        change.leave();
        assertThat(enter(Durability.LEADER)).isEqualTo(Durability.LEADER);
    }

    @Test
    void behindATryInVainSendersAreNotHeldUpForASecond() throws InterruptedException {
        AtomicInteger looks = new AtomicInteger();
        // Each look at the clock takes 200 ms: who is held up for half a second looks three times, who is not once.
        DurabilitySwitch slow = new DurabilitySwitch(() -> looks.incrementAndGet() * 200_000_000L);
        assertThat(slow.enter(Durability.ALL, Long.MAX_VALUE / 2)).isEqualTo(Durability.ALL);
        looks.set(0);
        assertThat(slow.enter(Durability.LEADER, Long.MAX_VALUE / 2)).isEqualTo(Durability.ALL);
        int heldUp = looks.get();
        assertThat(heldUp).isGreaterThan(3);
        for (int i = 1; i <= 4; i++) {
            assertThat(slow.enter(Durability.LEADER, Long.MAX_VALUE / 2)).isEqualTo(Durability.ALL);
            assertThat(looks).hasValue(heldUp + i);
        }
        assertThat(slow.enter(Durability.LEADER, Long.MAX_VALUE / 2)).isEqualTo(Durability.ALL);
        assertThat(looks).as("the next try").hasValueGreaterThan(heldUp + 6);
    }

    @Test
    void anInterruptEndsTheWaitAndCountsNothing() throws InterruptedException {
        assertThat(enter(Durability.ALL)).isEqualTo(Durability.ALL);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> enter(Durability.LEADER));
        change.leave();
        assertThat(change.retire()).as("nothing is under way").isTrue();
    }

    @Test
    void aRetiredOneTakesNothing() throws InterruptedException {
        assertThat(enter(Durability.LEADER)).isEqualTo(Durability.LEADER);
        assertThat(change.retire()).as("with one under way").isFalse();
        change.leave();
        assertThat(change.retire()).isTrue();
        assertThat(change.retire()).as("twice").isFalse();
        assertThat(enter(Durability.LEADER)).isNull();
        assertThat(enter(Durability.ALL)).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void neverAreBothClientsUsedAtATimeAndBothAreUsed(long seed) throws Exception {
        AtomicReference<Durability> wanted = new AtomicReference<>(Durability.ALL);
        AtomicInteger[] underWay = {new AtomicInteger(), new AtomicInteger()};
        AtomicInteger[] taken = {new AtomicInteger(), new AtomicInteger()};
        AtomicInteger mixed = new AtomicInteger();
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Random random = new Random(seed * 100 + i);
            senders.add(CompletableFuture.runAsync(
                    () -> {
                        for (int turn = 0; turn < 3_000; turn++) {
                            if (random.nextInt(200) == 0) {
                                wanted.set(random.nextBoolean() ? Durability.ALL : Durability.LEADER);
                            }
                            Durability way = quietly(wanted.get());
                            underWay[way.ordinal()].incrementAndGet();
                            taken[way.ordinal()].incrementAndGet();
                            mixed.addAndGet(underWay[1 - way.ordinal()].get() > 0 ? 1 : 0);
                            Thread.yield();
                            underWay[way.ordinal()].decrementAndGet();
                            change.leave();
                        }
                    },
                    task -> new Thread(task).start()));
        }
        CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        assertThat(mixed).hasValue(0);
        assertThat(taken[0].get() + taken[1].get()).isEqualTo(12_000);
        assertThat(taken[0]).hasPositiveValue();
        assertThat(taken[1]).hasPositiveValue();
        assertThat(change.retire()).as("nothing is under way").isTrue();
    }

    private @Nullable Durability enter(Durability wanted) throws InterruptedException {
        return change.enter(wanted, System.nanoTime() + PATIENCE.toNanos());
    }

    private Durability quietly(Durability wanted) {
        try {
            Durability taken = enter(wanted);
            if (taken == null) {
                throw new AssertionError("retired");
            }
            return taken;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private CompletableFuture<@Nullable Durability> inThread(CountDownLatch waiting) {
        return CompletableFuture.supplyAsync(
                () -> {
                    waiting.countDown();
                    return quietly(Durability.LEADER);
                },
                task -> new Thread(task).start());
    }
}
