package io.kafkasdk.producer;

import java.util.concurrent.locks.LockSupport;

/** Lets a moment pass. */
@FunctionalInterface
interface Pause {

    /** By the clock of the machine. */
    Pause REAL = nanos -> {
        LockSupport.parkNanos(nanos);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    };

    /**
     * Waits about that long.
     *
     * @throws InterruptedException when the caller shall stop
     */
    void nanos(long nanos) throws InterruptedException;
}
