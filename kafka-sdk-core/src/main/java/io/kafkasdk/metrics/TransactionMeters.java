package io.kafkasdk.metrics;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.transaction.TransactionListener;

/**
 * Throughput, latency and failures of transactional producers, in the series of the other producers. A record counts as a
 * success once it is acknowledged: that its transaction commits is another matter. One that fails was rejected for certain,
 * since its transaction aborts.
 */
final class TransactionMeters implements TransactionListener {

    private final SendMeters sends;

    TransactionMeters(SendMeters sends) {
        this.sends = sends;
    }

    @Override
    public void accepted(String clientId, String topic) {
        sends.inFlight().counted(clientId).increment();
    }

    @Override
    public void acknowledged(String clientId, String topic, int sizeBytes, long tookNanos) {
        sends.inFlight().counted(clientId).decrement();
        sends.succeeded(topic, sizeBytes, tookNanos);
    }

    @Override
    public void failed(String clientId, String topic, String exception, ErrorKind kind, long tookNanos) {
        sends.inFlight().counted(clientId).decrement();
        sends.failed(topic, "rejected", exception, kind, tookNanos);
    }

    @Override
    public void fenced(String clientId) {
        sends.fenced(clientId);
    }
}
