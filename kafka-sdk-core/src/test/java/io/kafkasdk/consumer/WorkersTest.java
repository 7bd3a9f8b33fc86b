package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.settings.Ordering;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Completions completions = new Completions(() -> {});
    private final Assignment assignment = new Assignment();
    private final OwnedPartition owner = assignment.add(P0);
    private final Queue<Throwable> escaped = new ConcurrentLinkedQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Workers> made = new ArrayList<>();
    private long nextOffset;

    @AfterEach
    void end() {
        release.countDown();
        made.forEach(Workers::end);
    }

    @Test
    void neverMoreThanDeclaredRunAtATimeAndAllOfThemComeUpWhenHandlersWait() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch up = new CountDownLatch(4);
        CountDownLatch all = new CountDownLatch(40);
        Workers workers = workers(4, LONG, SdkThreads.factory("worker", "test"));
        submit(workers, 40, work -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            up.countDown();
            await(release);
            running.decrementAndGet();
            all.countDown();
        });
        await(up);
        release.countDown();
        await(all);
        assertThat(most).hasValue(4);
        assertThat(workers.desks()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void aHandlerThatDoesNotEndHoldsUpNoLaneButItsOwn() throws Exception {
        CountDownLatch others = new CountDownLatch(199);
        AtomicInteger count = new AtomicInteger();
        Workers workers = workers(2, LONG, SdkThreads.factory("worker", "test"));
        submit(workers, 200, work -> {
            if (count.getAndIncrement() == 0) {
                await(release);
            } else {
                others.countDown();
            }
        });
        assertThat(others.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void idleThreadsEndAndNewOnesComeWhenThereIsWork() throws Exception {
        Workers workers = workers(2, Duration.ofMillis(1), SdkThreads.factory("worker", "test"));
        runOne(workers);
        Awaitility.await().until(() -> workers.desks().isEmpty());
        runOne(workers);
    }

    @Test
    void aLaneThatComesWhileTheLastThreadEndsIsNotForgotten() throws Exception {
        Workers workers = workers(1, Duration.ZERO, SdkThreads.factory("worker", "test"));
        for (int i = 0; i < 2_000; i++) {
            runOne(workers);
        }
    }

    @Test
    void afterTheEndLanesAreDroppedAndThreadsEnd() throws Exception {
        Workers workers = workers(2, LONG, SdkThreads.factory("worker", "test"));
        runOne(workers);
        List<Thread> threads = workers.desks().stream().map(Desk::thread).toList();
        workers.end();
        for (Thread thread : threads) {
            thread.join();
        }
        AtomicInteger ran = new AtomicInteger();
        submit(workers, 3, work -> ran.incrementAndGet());
        assertThat(workers.desks()).isEmpty();
        assertThat(ran).hasValue(0);
    }

    @Test
    void interruptReachesTheHandlersThatRunAndStartsNoOther() throws Exception {
        Workers workers = workers(2, LONG, SdkThreads.factory("worker", "test"));
        CountDownLatch up = new CountDownLatch(2);
        CountDownLatch interrupted = new CountDownLatch(2);
        AtomicInteger count = new AtomicInteger();
        submit(workers, 60, work -> {
            count.incrementAndGet();
            up.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        await(up);
        List<Thread> threads = workers.desks().stream().map(Desk::thread).toList();
        workers.interrupt();
        await(interrupted);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(count).hasValue(2);
    }

    @Test
    void aWorkerKnowsThatItIsOne() throws Exception {
        Workers workers = workers(1, LONG, SdkThreads.factory("worker", "test"));
        List<Boolean> known = new ArrayList<>();
        CountDownLatch ran = new CountDownLatch(1);
        submit(workers, 1, work -> {
            known.add(workers.runTheCaller());
            ran.countDown();
        });
        await(ran);
        assertThat(known).containsExactly(true);
        assertThat(workers.runTheCaller()).isFalse();
    }

    @Test
    void aThreadThatCannotBeStartedEndsTheConsumerAndIsNotWaitedFor() {
        InternalError planted = new InternalError("unable to create native thread");
        Workers workers = workers(2, LONG, task -> new Thread(task) {
            @Override
            public void start() {
                throw planted;
            }
        });
        submit(workers, 1, work -> {});
        assertThat(completions.fatalError()).isSameAs(planted);
        assertThat(workers.desks()).isEmpty();
    }

    @Test
    void quickLanesAreAllRunHoweverFewThreadsTheyTake() throws Exception {
        CountDownLatch all = new CountDownLatch(10_000);
        Workers workers = workers(8, LONG, SdkThreads.factory("worker", "test"));
        for (int i = 0; i < 10; i++) {
            submit(workers, 1_000, work -> all.countDown());
        }
        await(all);
        assertThat(escaped).isEmpty();
    }

    private void runOne(Workers workers) throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        submit(workers, 1, work -> ran.countDown());
        assertThat(ran.await(10, TimeUnit.SECONDS)).as("lane " + nextOffset).isTrue();
    }

    private Workers workers(int most, Duration idle, ThreadFactory threads) {
        Workers workers = new Workers(new Workers.Shift(threads, most, completions, 4), idle);
        made.add(workers);
        return workers;
    }

    /** Lets so many lanes with one record each have their turns. */
    private void submit(Workers workers, int count, Consumer<Work> handler) {
        Lane.Step step = (lane, desk, size) -> {
            for (int i = 0; i < size; i++) {
                Work work = desk.works()[i];
                if (desk.enter(work, 0)) {
                    handler.accept(work);
                    desk.finished(work);
                }
            }
        };
        List<Lane> lanes = new ArrayList<>();
        for (Work work : MockMember.take(assignment, P0, nextOffset, count)) {
            Lane lane = new Lane(workers, step, OrderRule.of(Ordering.KEY), escaped::add);
            lane.stage(work);
            if (lane.publish()) {
                lanes.add(lane);
            }
        }
        nextOffset += count;
        workers.submit(lanes);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
