package io.kafkasdk;

import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.producer.SendReceipt;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells several listeners; one that throws does not keep the news from the others. */
final class SendFanOut implements SendListener {

    private static final Logger log = LoggerFactory.getLogger(SendFanOut.class);

    private final List<SendListener> listeners;

    SendFanOut(List<SendListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void accepted(String clientId, String topic) {
        for (SendListener listener : listeners) {
            try {
                listener.accepted(clientId, topic);
            } catch (RuntimeException failure) {
                warn(listener, failure);
            }
        }
    }

    @Override
    public void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {
        for (SendListener listener : listeners) {
            try {
                listener.delivered(clientId, receipt, sizeBytes, tookNanos);
            } catch (RuntimeException failure) {
                warn(listener, failure);
            }
        }
    }

    @Override
    public void failed(
            String clientId, String topic, SendFailedException outcome, boolean wasAccepted, long tookNanos) {
        for (SendListener listener : listeners) {
            try {
                listener.failed(clientId, topic, outcome, wasAccepted, tookNanos);
            } catch (RuntimeException failure) {
                warn(listener, failure);
            }
        }
    }

    private static void warn(SendListener listener, RuntimeException failure) {
        log.warn(
                "Send listener {} threw; the send is not affected",
                listener.getClass().getName(),
                failure);
    }
}
