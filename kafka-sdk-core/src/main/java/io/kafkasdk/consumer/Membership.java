package io.kafkasdk.consumer;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.StopSignal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stay in a group, from joining to leaving, whatever happens in between: what the poll thread runs. */
final class Membership implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Membership.class);

    private final Stay stay;
    private final StopSignal stop;
    private final Lifecycle lifecycle;
    private final PollTrouble trouble;
    private final StopSignal.Wish leaving;

    /**
     * The three acts.
     *
     * @param join subscribes
     * @param loop polls until the end
     * @param departure leaves
     */
    record Stay(Runnable join, PollLoop loop, Departure departure) {}

    /**
     * Makes a membership.
     *
     * @param stay what to do
     * @param stop says when to leave
     * @param lifecycle told how it goes
     * @param trouble explains errors
     * @param leaving the times for leaving after an error
     */
    Membership(Stay stay, StopSignal stop, Lifecycle lifecycle, PollTrouble trouble, StopSignal.Wish leaving) {
        this.stay = stay;
        this.stop = stop;
        this.lifecycle = lifecycle;
        this.trouble = trouble;
        this.leaving = leaving;
    }

    @Override
    public void run() {
        try {
            stay();
        } finally {
            leave();
        }
    }

    private void stay() {
        try {
            stay.join().run();
            stay.loop().run();
        } catch (KafkaSdkException e) {
            fail(e);
        } catch (Throwable e) {
            fail(new KafkaSdkException(trouble.diagnose(e), e));
        }
    }

    private void leave() {
        try {
            stay.departure().leave(stop.request(leaving));
        } catch (Throwable e) {
            log.warn("Leaving the group failed; the broker notices it by itself after the session timeout", e);
        }
        lifecycle.drained();
    }

    private void fail(KafkaSdkException why) {
        if (lifecycle.failed(why)) {
            // The diagnosis says it all, except where nobody expected it.
            Throwable trace = why.kind() == ErrorKind.UNEXPECTED ? why.getCause() : null;
            log.error("{} The consumer stops.", why.getMessage(), trace);
        }
    }
}
