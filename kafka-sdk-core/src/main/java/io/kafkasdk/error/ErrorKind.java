package io.kafkasdk.error;

/** What sort of failure it is, so that code can decide without parsing texts. */
public enum ErrorKind {
    /** A setting is wrong, or two contradict each other. Retrying cannot help. */
    MISCONFIGURED,
    /** No broker answers, or what answers is not the expected Kafka listener. */
    UNREACHABLE,
    /** The broker does not accept who we are: password, certificate or mechanism. */
    UNAUTHENTICATED,
    /** The broker knows who we are and refuses the operation: a right is missing. */
    UNAUTHORIZED,
    /** The topic does not exist, or was deleted. */
    TOPIC_MISSING,
    /** The topic's partition has fewer in-sync replicas than {@code min.insync.replicas} demands. */
    SHORT_ISR,
    /** The partition has no leader at the moment. */
    NO_LEADER,
    /** The acks guard refuses to write to this topic under the declared policy. */
    UNSAFE_TOPIC,
    /** The record itself cannot be written: too large, not serializable, bad timestamp or partition. */
    BAD_RECORD,
    /** Our own bounds are reached: buffer or in-flight budget full, or the broker throttles. */
    OVERLOADED,
    /** The budget of time is spent, and no closer reason is known. */
    TIMED_OUT,
    /** Another instance took over this identity. */
    FENCED,
    /** The client is closed, or being closed. */
    CLOSED,
    /** The application's own code failed: a handler or a deserializer. */
    HANDLER_FAILED,
    /** None of the above; the cause carries what is known. */
    UNEXPECTED
}
