package io.kafkasdk;

import io.kafkasdk.acks.RetryCause;
import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.producer.SendReceipt;
import io.kafkasdk.resilience.BreakerState;
import java.util.List;

/** Several {@link SendListener}s as one. */
final class SendFanOut implements SendListener {

    private final FanOut<SendListener> all;

    SendFanOut(List<SendListener> listeners, List<SendListener> ofRecords) {
        this.all = new FanOut<>(listeners, ofRecords);
    }

    @Override
    public boolean wantsEachTime() {
        return all.ofRecords().stream().anyMatch(SendListener::wantsEachTime);
    }

    @Override
    public void accepted(String clientId, String topic) {
        for (SendListener listener : all.ofRecords()) {
            try {
                listener.accepted(clientId, topic);
            } catch (Throwable failure) {
                all.threw(listener, failure);
            }
        }
    }

    @Override
    public void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {
        for (SendListener listener : all.ofRecords()) {
            try {
                listener.delivered(clientId, receipt, sizeBytes, tookNanos);
            } catch (Throwable failure) {
                all.threw(listener, failure);
            }
        }
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
    public void blocked(String clientId, long nanos) {
        all.tell(listener -> listener.blocked(clientId, nanos));
    }

    @Override
    public void retried(String clientId, String topic, long records, RetryCause cause) {
        all.tell(listener -> listener.retried(clientId, topic, records, cause));
    }

    @Override
    public void closed(String clientId) {
        all.tell(listener -> listener.closed(clientId));
    }
}
