package io.kafkasdk.transaction;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a thread waits for something, and not for longer than some time. */
interface Pause {

    /** Waits by the system's clock. */
    Pause REAL = (latch, time) -> latch.await(time.toNanos(), TimeUnit.NANOSECONDS);

    /** Waits for the latch or the time, whichever comes first; returns whether it was the latch. */
    boolean await(CountDownLatch latch, Duration time) throws InterruptedException;
}
