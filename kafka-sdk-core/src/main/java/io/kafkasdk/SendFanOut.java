package io.kafkasdk;

import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.resilience.BreakerState;
import java.util.List;

/** Several {@link SendListener}s as one. */
final class SendFanOut implements SendListener {

    private final FanOut<SendListener> all;

    SendFanOut(List<SendListener> listeners) {
        this.all = new FanOut<>(listeners);
    }

    @Override
    public void accepted(String clientId, String topic) {
        all.tell(listener -> listener.accepted(clientId, topic));
    }

    @Override
    public void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {
        all.tell(listener -> listener.delivered(clientId, receipt, sizeBytes, tookNanos));
    }

    @Override
    public void failed(
            String clientId, String topic, SendFailedException failure, boolean wasAccepted, long tookNanos) {
        all.tell(listener -> listener.failed(clientId, topic, failure, wasAccepted, tookNanos));
    }

    @Override
    public void breakerChanged(String clientId, BreakerState state) {
        all.tell(listener -> listener.breakerChanged(clientId, state));
    }

    @Override
    public void invisible(String clientId, String topic, long records) {
        all.tell(listener -> listener.invisible(clientId, topic, records));
    }

    @Override
    public void closed(String clientId) {
        all.tell(listener -> listener.closed(clientId));
    }
}
