package io.kafkasdk.producer;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.cluster.AccessCures;

/**
 * Who knows why a send failed.
 *
 * @param guard knows the topics
 * @param access knows with which settings we log in
 * @param throttle knows whether a quota holds the producer back
 */
record FailureSources(AcksGuard guard, AccessCures access, ThrottleWatch throttle) {}
