package io.kafkasdk.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.producer.DurabilitySwitch.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurabilitySwitchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DurabilitySwitch change = new DurabilitySwitch();

    @Test
    void itFollowsAtOnceWhileNothingIsUnderWay() throws InterruptedException {
        assertThat(enter(Durability.ALL)).isEqualTo(Entry.TO_ALL);
        change.leave();
        assertThat(enter(Durability.LEADER)).isEqualTo(Entry.TO_LEADER);
        assertThat(enter(Durability.LEADER)).isEqualTo(Entry.TO_LEADER);
        change.leave();
        change.leave();
        assertThat(enter(Durability.ALL)).isEqualTo(Entry.TO_ALL);
    }

    @Test
    void theFirstOnesOfTheNewWayWaitForTheLastOfTheOld() throws Exception {
        assertThat(enter(Durability.ALL)).isEqualTo(Entry.TO_ALL);
        CountDownLatch waiting = new CountDownLatch(2);
        List<CompletableFuture<Entry>> senders = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            senders.add(inThread(waiting));
        }
        waiting.await();
        change.leave();
        for (CompletableFuture<Entry> sender : senders) {
            assertThat(sender.get(20, TimeUnit.SECONDS)).isEqualTo(Entry.TO_LEADER);
        }
    }

    @Test
    void whoHasNoTimeIsTurnedAwayAndNotLetIntoTheOldWay() throws InterruptedException {
        assertThat(enter(Durability.ALL)).isEqualTo(Entry.TO_ALL);
        assertThat(change.enter(Durability.LEADER, System.nanoTime())).isEqualTo(Entry.NOT_YET);
        change.leave();
        assertThat(enter(Durability.LEADER)).isEqualTo(Entry.TO_LEADER);
    }

    @Test
    void whileTheOldWayIsBlockedSendersAreHeldUpForAMomentOnlyAndThenTurnedAway() throws InterruptedException {
        assertThat(enter(Durability.ALL)).isEqualTo(Entry.TO_ALL);
        long start = System.nanoTime();
        assertThat(enter(Durability.LEADER)).isEqualTo(Entry.NOT_YET);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(500), PATIENCE);
        assertThat(enter(Durability.ALL)).as("the change is no longer wanted").isEqualTo(Entry.TO_ALL);
    }

    @Test
    void anInterruptEndsTheWaitAndCountsNothing() throws InterruptedException {
        assertThat(enter(Durability.ALL)).isEqualTo(Entry.TO_ALL);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> enter(Durability.LEADER));
        change.leave();
        assertThat(change.retire()).as("nothing is under way").isTrue();
    }

    @Test
    void aRetiredOneTakesNothing() throws InterruptedException {
        assertThat(enter(Durability.LEADER)).isEqualTo(Entry.TO_LEADER);
        assertThat(change.retire()).as("with one under way").isFalse();
        change.leave();
        assertThat(change.retire()).isTrue();
        assertThat(change.retire()).as("twice").isFalse();
        assertThat(enter(Durability.LEADER)).isEqualTo(Entry.RETIRED);
        assertThat(enter(Durability.ALL)).isEqualTo(Entry.RETIRED);
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
                            Entry way = quietly(wanted.get());
                            while (way == Entry.NOT_YET) {
                                way = quietly(wanted.get());
                            }
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

    private Entry enter(Durability wanted) throws InterruptedException {
        return change.enter(wanted, System.nanoTime() + PATIENCE.toNanos());
    }

    private Entry quietly(Durability wanted) {
        try {
            return enter(wanted);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private CompletableFuture<Entry> inThread(CountDownLatch waiting) {
        return CompletableFuture.supplyAsync(
                () -> {
                    waiting.countDown();
                    return quietly(Durability.LEADER);
                },
                task -> new Thread(task).start());
    }
}
