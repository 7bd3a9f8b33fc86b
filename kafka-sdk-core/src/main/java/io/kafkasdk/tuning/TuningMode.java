package io.kafkasdk.tuning;

/** How far the advice on producers may go. */
public enum TuningMode {
    /** Nothing is sampled or measured. */
    OFF,
    /** Samples, measures and advises; changes nothing. The default. */
    SHADOW,
    /**
     * Applies the advice within the bounds of {@link TuningOptions}, by a hand-over to a client with the new settings, and
     * takes it back when it turns out worse.
     */
    AUTO
}
