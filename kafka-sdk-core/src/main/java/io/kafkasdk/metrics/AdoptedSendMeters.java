package io.kafkasdk.metrics;

import io.kafkasdk.producer.SendFailedException;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.producer.SendReceipt;

/** The sends of producers of the application's own, in the series of the other producers; what is in flight is counted. */
final class AdoptedSendMeters implements SendListener {

    private final SendMeters sends;

    AdoptedSendMeters(SendMeters sends) {
        this.sends = sends;
    }

    @Override
    public void accepted(String clientId, String topic) {
        sends.inFlight().counted(clientId).increment();
    }

    @Override
    public void delivered(String clientId, SendReceipt receipt, int sizeBytes, long tookNanos) {
        sends.inFlight().counted(clientId).decrement();
        sends.delivered(clientId, receipt, sizeBytes, tookNanos);
    }

    @Override
    public void failed(
            String clientId, String topic, SendFailedException failure, boolean wasAccepted, long tookNanos) {
        if (wasAccepted) {
            sends.inFlight().counted(clientId).decrement();
        }
        sends.failed(clientId, topic, failure, wasAccepted, tookNanos);
    }

    @Override
    public void blocked(String clientId, long nanos) {
        sends.blocked(clientId, nanos);
    }

    @Override
    public void closed(String clientId) {
        sends.closed(clientId);
    }
}
