package io.kafkasdk.producer;

import io.kafkasdk.acks.RetryCause;
import io.kafkasdk.resilience.BreakerState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the failures of a listener away from sends; logs the first one. Errors too: one that reached the Kafka client's
 * I/O thread would end it.
 */
final class QuietListener implements SendListener {

    private static final Logger log = LoggerFactory.getLogger(SendListener.class);

    private final SendListener listener;
    private volatile boolean complained;

    QuietListener(SendListener listener) {
        this.listener = listener;
    }

    @Override
    public boolean wantsEachTime() {
        try {
            return listener.wantsEachTime();
        } catch (Throwable e) {
            complain("", e);
            return true;
        }
    }

    @Override
    public void accepted(String clientId, String topic) {
        try {
            listener.accepted(clientId, topic);
        } catch (Throwable e) {
            complain(clientId, e);
        }
    }

    @Override
    public void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {
        try {
            listener.delivered(clientId, receipt, sizeBytes, tookNanos);
        } catch (Throwable e) {
            complain(clientId, e);
        }
    }

    @Override
    public void failed(
            String clientId, String topic, SendFailedException failure, boolean wasAccepted, long tookNanos) {
        try {
            listener.failed(clientId, topic, failure, wasAccepted, tookNanos);
        } catch (Throwable e) {
            complain(clientId, e);
        }
    }

    @Override
    public void breakerChanged(String clientId, BreakerState state) {
        try {
            listener.breakerChanged(clientId, state);
        } catch (Throwable e) {
            complain(clientId, e);
        }
    }

    @Override
    public void invisible(String clientId, String topic, long records) {
        try {
            listener.invisible(clientId, topic, records);
        } catch (Throwable e) {
            complain(clientId, e);
        }
    }

    @Override
    public void blocked(String clientId, long nanos) {
        try {
            listener.blocked(clientId, nanos);
        } catch (Throwable e) {
            complain(clientId, e);
        }
    }

    @Override
    public void retried(String clientId, String topic, long records, RetryCause cause) {
        try {
            listener.retried(clientId, topic, records, cause);
        } catch (Throwable e) {
            complain(clientId, e);
        }
    }

    @Override
    public void closed(String clientId) {
        try {
            listener.closed(clientId);
        } catch (Throwable e) {
            complain(clientId, e);
        }
    }

    private void complain(String clientId, Throwable failure) {
        if (!complained) {
            complained = true;
            log.warn(
                    "A SendListener failed on producer '{}'; sends go on, further failures are not logged",
                    clientId,
                    failure);
        }
    }
}
