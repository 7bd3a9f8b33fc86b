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
 * @param tracing follows them
 * @param ackClock tells when they were acknowledged
 * @param tap copies them while a sample is wanted
 */
record SendContext(
        String clientId,
        AcksGuard guard,
        QuietListener listener,
        FailureDesk desk,
        SendGate gate,
        SendTracing tracing,
        AckClock ackClock,
        PayloadTap tap) {}
