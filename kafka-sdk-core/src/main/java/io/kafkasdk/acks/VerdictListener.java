package io.kafkasdk.acks;

/**
 * Told what the guard finds. Called on the SDK's monitor thread, or on the thread that creates a producer for the topics
 * it declares; must be fast and must not block. An exception is logged and changes nothing.
 */
@FunctionalInterface
public interface VerdictListener {

    /**
     * A topic was looked at for the first time, or its verdict or headroom changed.
     *
     * @param verdict what was found
     * @param policy what the guard does about it
     */
    void verdictChanged(AcksVerdict verdict, AcksPolicy policy);
}
