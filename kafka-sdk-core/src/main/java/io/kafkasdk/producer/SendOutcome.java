package io.kafkasdk.producer;

import io.kafkasdk.error.Diagnosis;

/** How a send ended: every accepted send ends in exactly one of these. */
public sealed interface SendOutcome {

    /**
     * Acknowledged by all in-sync replicas.
     *
     * @param receipt where it landed
     */
    record Delivered(SendReceipt receipt) implements SendOutcome {}

    /**
     * Certainly not in the log: safe to send again.
     *
     * @param reason what happened, why, and what to do
     */
    record Rejected(Diagnosis reason) implements SendOutcome {}

    /**
     * May be in the log, may be not: sending it again may make a duplicate.
     *
     * @param reason what happened, why, and what to do
     */
    record Unknown(Diagnosis reason) implements SendOutcome {}
}
