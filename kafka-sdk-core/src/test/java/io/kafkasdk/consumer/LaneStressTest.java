package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.settings.Ordering;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Lanes and workers with real threads: records are parked, resumed and ended by others while their lanes run. */
@Timeout(value = 40, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LaneStressTest {

    private static final int KEYS = 1_000;
    private static final int RECORDS = 100_000;
    private static final int HEAP = 2_000;

    private final Completions completions = new Completions(() -> {});
    private final Workers workers =
            new Workers(new Workers.Shift(SdkThreads.factory("worker", "stress"), 4, completions, 16));
    private final Lanes lanes = new Lanes(
            workers, this::step, OrderRule.of(Ordering.KEY), completions, new Lanes.Shape(64, System::nanoTime));
    private final Assignment assignment = new Assignment();
    private final BlockingQueue<Runnable> elsewhere = new LinkedBlockingQueue<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final AtomicIntegerArray running = new AtomicIntegerArray(KEYS);
    private final AtomicLongArray last = new AtomicLongArray(KEYS);
    private final CountDownLatch left = new CountDownLatch(RECORDS);
    private final List<Thread> others = List.of(other("resumer-1"), other("resumer-2"));

    @AfterEach
    void end() {
        workers.end();
        others.forEach(Thread::interrupt);
    }

    @Test
    void eachKeyKeepsItsOrderAndNothingIsLost() throws Exception {
        others.forEach(Thread::start);
        for (int key = 0; key < KEYS; key++) {
            last.set(key, -1);
        }
        OwnedPartition owner = assignment.add(P0);
        Random random = new Random(42);
        for (int from = 0; from < RECORDS; from += HEAP) {
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            for (int i = 0; i < HEAP; i++) {
                records.add(StepRig.record(P0, from + i, Integer.toString(random.nextInt(KEYS)), "v"));
            }
            MockMember.take(assignment, owner, records).forEach(lanes::stage);
            lanes.publish();
        }
        boolean all = left.await(30, TimeUnit.SECONDS);
        assertThat(wrong).isEmpty();
        assertThat(completions.fatalError()).isNull();
        assertThat(all).as("%s records are left", left.getCount()).isTrue();
        assertThat(owner.offsets().frontier()).isEqualTo(RECORDS);
    }

    private void step(Lane lane, Desk desk, int count) {
        for (int i = 0; i < count; i++) {
            Work work = desk.works()[i];
            if (!lane.divert(work) && desk.enter(work, 0)) {
                attempt(lane, desk, work);
            }
        }
    }

    /** Of a hundred records a few fail the first time, and a few go on elsewhere. */
    private void attempt(Lane lane, Desk desk, Work work) {
        int key = keyOf(work);
        if (running.getAndIncrement(key) != 0) {
            wrong.add("two of key " + key + " at a time: " + work);
        }
        int kind = (int) (work.record().offset() * 31 % 100);
        if (kind < 5 && work.failedOnceMore() == 1) {
            running.decrementAndGet(key);
            lane.park(work);
            elsewhere.add(() -> lane.resume(work));
        } else if (kind >= 95) {
            lane.parkRunning(work);
            elsewhere.add(() -> {
                work.finish();
                end(key, work);
                lane.done(work);
            });
        } else {
            desk.finished(work);
            end(key, work);
        }
    }

    private void end(int key, Work work) {
        if (last.getAndSet(key, work.record().offset()) >= work.record().offset()) {
            wrong.add("key " + key + " went back to " + work);
        }
        running.decrementAndGet(key);
        left.countDown();
    }

    private static int keyOf(Work work) {
        return Integer.parseInt(new String(work.record().key(), StandardCharsets.UTF_8));
    }

    private Thread other(String name) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            elsewhere.take().run();
                        }
                    } catch (InterruptedException e) {
                        // The test is over.
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }
}
