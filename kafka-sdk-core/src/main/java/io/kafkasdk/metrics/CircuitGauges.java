package io.kafkasdk.metrics;

import io.kafkasdk.consumer.GroupConsumer;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.resilience.BreakerState;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The circuit of each consumer, from its first opening on: most consumers never have one that opens. */
final class CircuitGauges {

    private final CircuitStates circuits;
    private final LiveLags lags;
    private final Set<String> clients = new HashSet<>();

    CircuitGauges(CircuitStates circuits, LiveLags lags) {
        this.circuits = circuits;
        this.lags = lags;
    }

    /** A circuit of the group opened. */
    synchronized void opened(String group) {
        for (GroupConsumer consumer : lags.consumers()) {
            if (hasCircuit(consumer) && consumer.group().equals(group) && clients.add(consumer.clientId())) {
                String clientId = consumer.clientId();
                circuits.add(
                        clientId,
                        OpenClient.CONSUMER,
                        EnumSet.of(BreakerState.OPEN, BreakerState.CLOSED),
                        () -> state(clientId));
            }
        }
    }

    /** Forgets consumers that are gone. */
    synchronized void retain(Set<String> clientIds) {
        clients.removeIf(clientId -> {
            boolean goes = !clientIds.contains(clientId);
            if (goes) {
                circuits.remove(clientId, OpenClient.CONSUMER);
            }
            return goes;
        });
    }

    private static boolean hasCircuit(GroupConsumer consumer) {
        return consumer instanceof ManagedConsumer;
    }

    private Optional<BreakerState> state(String clientId) {
        return lags.consumers().stream()
                .filter(consumer -> consumer.clientId().equals(clientId))
                .filter(CircuitGauges::hasCircuit)
                .map(ManagedConsumer.class::cast)
                .map(consumer -> consumer.circuit().isPresent() ? BreakerState.OPEN : BreakerState.CLOSED)
                .findAny();
    }
}
