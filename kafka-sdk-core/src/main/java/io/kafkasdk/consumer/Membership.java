package io.kafkasdk.consumer;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stay in a group, from joining to leaving, whatever happens in between: what the poll thread runs. */
final class Membership implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Membership.class);

    private final Stay stay;
    private final StopSignal stop;
    private final Lifecycle lifecycle;
    private final PollTrouble trouble;
    private final Duration timeToLeave;

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
     * @param timeToLeave how long leaving may take after an error
     */
    Membership(Stay stay, StopSignal stop, Lifecycle lifecycle, PollTrouble trouble, Duration timeToLeave) {
        this.stay = stay;
        this.stop = stop;
        this.lifecycle = lifecycle;
        this.trouble = trouble;
        this.timeToLeave = timeToLeave;
    }

    @Override
    public void run() {
        try {
            stay.join().run();
            stay.loop().run();
        } catch (KafkaSdkException e) {
            fail(e);
        } catch (Throwable e) {
            fail(new KafkaSdkException(trouble.diagnose(e), e));
        }
        try {
            stay.departure().leave(stop.request(timeToLeave));
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
