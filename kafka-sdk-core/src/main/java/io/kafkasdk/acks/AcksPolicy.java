package io.kafkasdk.acks;

/** What the guard does about a verdict that is not {@link AcksVerdict.Kind#SAFE}. */
public enum AcksPolicy {
    /** Tell meters and listeners only. */
    OBSERVE,
    /** Also log one line with the cure, once per change of the verdict. The default. */
    WARN,
    /** Refuse: at preflight for declared topics, otherwise each send once the verdict is known. */
    FAIL
}
