package io.kafkasdk.consumer;

import io.kafkasdk.deadletter.GivenUp;
import io.kafkasdk.deadletter.ReplayMark;

/**
 * What all kinds of handlers have in common around one record: what is left to do of an earlier attempt, records that are
 * not for this group, and what follows from an end.
 *
 * <p><b>Threads:</b> called by the worker that has the lane's turn.
 */
final class Attempts {

    /** From here on a finished record is counted at once and not with its neighbours. */
    private static final long SLOW_NANOS = 100_000;

    private final FailureRouter failures;
    private final Circuit circuit;
    private final Completions completions;
    private final Clocked clocked;

    Attempts(FailureRouter failures, Circuit circuit, Completions completions, Clocked clocked) {
        this.failures = failures;
        this.circuit = circuit;
        this.completions = completions;
        this.clocked = clocked;
    }

    long now() {
        return clocked.now();
    }

    /** Does what is left of an earlier attempt, or must come before one; returns whether the handler is to run now. */
    boolean mayRun(Lane lane, Desk desk, Work work, long now) {
        if (!isToBeHandled(lane, desk, work)) {
            return false;
        }
        if (!circuit.mayTry(now)) {
            failures.awaitCircuit(lane, work, null);
            return false;
        }
        if (work.failedAttempts() > 0) {
            clocked.events().retried(work);
        }
        return true;
    }

    boolean isCircuitOpen() {
        return circuit.isOpen();
    }

    /** Does what is left of an earlier attempt; returns whether a handler is to run, as far as the record is concerned. */
    boolean isToBeHandled(Lane lane, Desk desk, Work work) {
        GivenUp givenUp = work.givenUp();
        if (givenUp != null) {
            failures.bury(lane, work, givenUp);
            return false;
        }
        Throwable earlier = work.takeFailure();
        if (earlier != null) {
            route(lane, desk, work, earlier);
            return false;
        }
        if (ReplayMark.isForAnotherGroup(
                work.record().headers(), clocked.events().group())) {
            desk.finished(work);
            return false;
        }
        return true;
    }

    /** Takes the good end of a record that was handled by a worker. */
    void handled(Desk desk, Work work, long tookNanos) {
        desk.finished(work);
        circuit.handled();
        clocked.events().handled(work, tookNanos);
        if (tookNanos > SLOW_NANOS) {
            desk.count();
            completions.signal();
        }
    }

    /** Takes the good end of a record that was handled without a worker. */
    void handledElsewhere(Lane lane, Work work, long tookNanos) {
        work.finish();
        work.owner().finished(1, work.heapBytes());
        completions.finished(1);
        circuit.handled();
        clocked.events().handled(work, tookNanos);
        lane.done(work);
    }

    /** Takes a failed attempt of a worker. */
    void failed(Lane lane, Desk desk, Work work, Throwable failure, long tookNanos) {
        throwIfJvmIsBroken(failure);
        failedElsewhere(work, tookNanos);
        route(lane, desk, work, failure);
    }

    /** Tells of an attempt that failed without a worker; what follows from it is for one. */
    void failedElsewhere(Work work, long tookNanos) {
        if (!work.owner().isStopped()) {
            clocked.events().attemptFailed(work, tookNanos);
        }
    }

    private void route(Lane lane, Desk desk, Work work, Throwable failure) {
        throwIfJvmIsBroken(failure);
        // Interrupted, or of a partition that goes: its next owner handles it.
        if (!work.owner().isStopped() && failures.failed(lane, work, failure)) {
            desk.finished(work);
        }
    }

    /** After these the JVM cannot be trusted. A stack overflow is only a handler that recursed too deep. */
    static void throwIfJvmIsBroken(Throwable failure) {
        if (failure instanceof VirtualMachineError fatal && !(failure instanceof StackOverflowError)) {
            throw fatal;
        }
    }

    /** Ends the consumer by what nobody else would hear of: it was thrown on a thread of the application. */
    void escaped(Throwable failure) {
        completions.fatal(failure);
    }

    /** Ends what an asynchronous attempt left: the record was finished or has another turn. */
    void left(Work work) {
        work.owner().ended();
        completions.signal();
    }
}
