package io.kafkasdk.transaction;

import io.kafkasdk.error.ErrorKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the failures of a listener away from transactions; logs the first one. Errors too: one that reached the Kafka
 * client's I/O thread would end it.
 */
final class QuietTransactions implements TransactionListener {

    private static final Logger log = LoggerFactory.getLogger(TransactionListener.class);

    private final TransactionListener listener;
    private volatile boolean complained;

    QuietTransactions(TransactionListener listener) {
        this.listener = listener;
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
    public void acknowledged(String clientId, String topic, int sizeBytes, long tookNanos) {
        try {
            listener.acknowledged(clientId, topic, sizeBytes, tookNanos);
        } catch (Throwable e) {
            complain(clientId, e);
        }
    }

    @Override
    public void failed(String clientId, String topic, String exception, ErrorKind kind, long tookNanos) {
        try {
            listener.failed(clientId, topic, exception, kind, tookNanos);
        } catch (Throwable e) {
            complain(clientId, e);
        }
    }

    @Override
    public void fenced(String clientId) {
        try {
            listener.fenced(clientId);
        } catch (Throwable e) {
            complain(clientId, e);
        }
    }

    private void complain(String clientId, Throwable failure) {
        if (!complained) {
            complained = true;
            log.warn(
                    "A TransactionListener failed on producer '{}'; transactions go on, further failures are not logged",
                    clientId,
                    failure);
        }
    }
}
