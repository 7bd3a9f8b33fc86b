package io.kafkasdk.events;

import io.kafkasdk.events.Event.Severity;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.resilience.BreakerState;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The events of producers. */
final class SendStory implements SendListener {

    private final EventGate gate;
    /** Those whose breaker is open, or lets a probe through: a probe that fails changes nothing. */
    private final Set<String> open = ConcurrentHashMap.newKeySet();

    SendStory(EventGate gate) {
        this.gate = gate;
    }

    @Override
    public void breakerChanged(String clientId, BreakerState state) {
        if (state == BreakerState.OPEN && open.add(clientId)) {
            tell(clientId, state, Severity.CRITICAL, "sends nothing for now: its circuit breaker opened");
        } else if (state == BreakerState.CLOSED && open.remove(clientId)) {
            tell(clientId, state, Severity.INFO, "sends again: its circuit breaker closed");
        }
    }

    @Override
    public void closed(String clientId) {
        open.remove(clientId);
    }

    private void tell(String clientId, BreakerState state, Severity severity, String what) {
        gate.besideProse(
                severity,
                Subject.client(EventNames.BREAKER_CHANGE, clientId),
                () -> Event.of("Producer '" + clientId + "' " + what).with(EventNames.REASON, state));
    }
}
