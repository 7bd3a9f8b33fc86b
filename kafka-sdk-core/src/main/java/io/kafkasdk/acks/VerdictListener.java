package io.kafkasdk.acks;

/**
 * Told what the guard finds. Called on the SDK's monitor thread, on the thread that creates a producer for the topics it
 * declares, or on a producer's diagnosis thread; must be fast, must not block and must be safe for use by several threads.
 * Whatever it throws is logged and changes nothing. The calls about one topic come in the order of
 * the findings, one at a time.
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

    /**
     * A topic was not written to for 10 minutes, nor declared by an open producer, and is no longer looked at. The next
     * write begins anew: then {@link #verdictChanged} follows as at the first look.
     *
     * @param topic the topic
     */
    default void topicForgotten(String topic) {}
}
