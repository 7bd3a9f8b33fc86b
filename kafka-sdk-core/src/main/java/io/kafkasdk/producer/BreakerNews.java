package io.kafkasdk.producer;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.resilience.BreakerState;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells log and listener when the circuit breaker of a producer changes, and why: remembers the last fault. */
final class BreakerNews implements Consumer<BreakerState> {

    private static final Logger log = LoggerFactory.getLogger(GuardedProducer.class);
    private static final Diagnosis NONE =
            new Diagnosis(ErrorKind.UNREACHABLE, "Sends failed", "the cluster did not answer", "check the brokers");

    private final String clientId;
    private final QuietListener listener;
    private volatile Diagnosis lastFault = NONE;
    /** Whether the log says that nothing is sent: each probe that fails is not worth a line. */
    private volatile boolean isOpen;

    BreakerNews(String clientId, QuietListener listener) {
        this.clientId = clientId;
        this.listener = listener;
    }

    String clientId() {
        return clientId;
    }

    /** Notes what failed last; before the breaker is told, so that it is known when that opens. */
    void fault(Diagnosis diagnosis) {
        lastFault = diagnosis;
    }

    Diagnosis lastFault() {
        return lastFault;
    }

    @Override
    public void accept(BreakerState state) {
        switch (state) {
            case OPEN -> {
                if (isOpen) {
                    log.debug("Producer '{}' sends nothing for now: its probe failed", clientId);
                } else {
                    log.warn(
                            "Producer '{}' sends nothing for now: its circuit breaker opened. Cause: {}. Cure: {}.",
                            clientId,
                            lastFault.cause(),
                            lastFault.cure());
                }
            }
            case HALF_OPEN -> log.debug("Producer '{}' sends one record as a probe", clientId);
            case CLOSED -> log.info("Producer '{}' sends again: its circuit breaker closed", clientId);
        }
        isOpen = state != BreakerState.CLOSED;
        listener.breakerChanged(clientId, state);
    }
}
