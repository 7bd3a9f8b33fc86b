package io.kafkasdk.consumer;

/** Whether the cluster offers the new group protocol (KIP-848). */
enum NewProtocol {
    /** The cluster has it: its feature {@code group.version} is 1 or more. */
    OFFERED,
    /** The cluster says that it has not. */
    NOT_OFFERED,
    /** Nobody answered in time, or the cluster is too old for the question. */
    UNANSWERED,
    /** Not asked yet. */
    NOT_ASKED
}
