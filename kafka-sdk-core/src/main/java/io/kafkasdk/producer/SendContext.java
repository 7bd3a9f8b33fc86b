package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;

/**
 * What all sends of one producer share.
 *
 * @param clientId the producer's client.id
 * @param guard knows the topics
 * @param listener told of every send
 * @param desk ends the failed ones
 * @param gate lets them set out
 */
record SendContext(String clientId, AcksGuard guard, QuietListener listener, FailureDesk desk, SendGate gate) {}
