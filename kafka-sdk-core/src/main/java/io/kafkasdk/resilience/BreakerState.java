package io.kafkasdk.resilience;

/** Whether a circuit breaker lets calls through. */
public enum BreakerState {
    /** All pass: the normal state. */
    CLOSED,
    /** None pass: what lies behind failed too often of late. */
    OPEN,
    /** A few pass as probes; their outcome closes or opens it. */
    HALF_OPEN
}
