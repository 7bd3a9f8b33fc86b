package io.kafkasdk.reliability.subject;

import io.kafkasdk.reliability.subject.SubjectSpec.Setting;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * When a sender sends: so many records a second, until it is stopped. What a blocked send held up for more than a second is
 * not made good, so that an outage is not followed by a flood.
 *
 * <p><b>Threads</b>: {@link #run} in one, {@link #stop} in any.
 */
final class Pace {

    private static final long MOST_BEHIND = TimeUnit.SECONDS.toNanos(1);

    private final SubjectSpec spec;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    Pace(SubjectSpec spec) {
        this.spec = spec;
    }

    /** Sends one record each time that it is due; returns when stopped, or when all are sent. */
    void run(Runnable send) throws InterruptedException {
        try {
            long gap = TimeUnit.SECONDS.toNanos(1) / spec.number(Setting.RATE);
            long due = System.nanoTime();
            int records = spec.number(Setting.RECORDS);
            for (long sent = 0; records == 0 || sent < records; sent++) {
                if (stopped.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
                send.run();
                due = Math.max(due + gap, System.nanoTime() - MOST_BEHIND);
            }
        } finally {
            ended.countDown();
        }
    }

    /** Returns when no record is being sent any more, or after so many milliseconds. */
    void stop(long millis) throws InterruptedException {
        stopped.countDown();
        if (!ended.await(millis, TimeUnit.MILLISECONDS)) {
            System.out.println("A send still blocks after " + millis + " ms");
        }
    }
}
