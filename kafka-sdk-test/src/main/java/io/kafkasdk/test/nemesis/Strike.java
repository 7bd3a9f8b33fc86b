package io.kafkasdk.test.nemesis;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One fault from begin to heal; it is healed whatever happens. */
final class Strike {
    private final Fault fault;
    private final CountDownLatch closed;
    private final Runnable restore;

    /** {@code restore} starts and heals all that can be broken; it is the last resort. */
    Strike(Fault fault, CountDownLatch closed, Runnable restore) {
        this.fault = fault;
        this.closed = closed;
        this.restore = restore;
    }

    /** Returns when the fault is healed; the hold ends early when the latch opens. */
    void carryOut(Duration hold) throws InterruptedException {
        try {
            fault.begin();
            hold(hold);
            fault.heal();
        } catch (RuntimeException | Error | InterruptedException e) {
            // Nothing can be started by a thread that is interrupted; what is thrown says that it was.
            boolean interrupted = Thread.interrupted() || e instanceof InterruptedException;
            mend(fault::heal, e);
            mend(restore, e);
            throw thrown(fault.kind(), fault.target(), e, interrupted);
        }
    }

    private void hold(Duration hold) throws InterruptedException {
        long start = System.nanoTime();
        long left = hold.toNanos();
        while (left > 0) {
            long rhythm = fault.rhythm().toNanos();
            if (closed.await(rhythm > 0 ? Math.min(rhythm, left) : left, TimeUnit.NANOSECONDS)) {
                return;
            }
            left = hold.toNanos() - (System.nanoTime() - start);
            if (rhythm > 0 && left > 0) {
                fault.again();
            }
        }
    }

    private static void mend(Runnable work, Throwable because) {
        try {
            work.run();
        } catch (RuntimeException e) {
            because.addSuppressed(e);
        }
    }

    /** Does work that has to do with a fault; what is thrown names it. */
    static <T> T named(FaultKind kind, String target, Supplier<T> work) throws InterruptedException {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw thrown(kind, target, e, Thread.interrupted());
        }
    }

    private static RuntimeException thrown(FaultKind kind, String target, Throwable cause, boolean interrupted)
            throws InterruptedException {
        if (interrupted) {
            InterruptedException exception =
                    new InterruptedException("Interrupted in " + kind.label() + " on " + target + ", which is healed");
            exception.initCause(cause);
            throw exception;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new NemesisException(
                "Fault " + kind.label() + " on " + target
                        + " could not be injected and healed as planned, so the run is of no use: "
                        + cause.getMessage(),
                cause);
    }
}
