package io.kafkasdk.cluster;

/**
 * Told of every question that the SDK asks the cluster about itself. Runs on the thread that asked, or on the Admin
 * client's where nobody waits: it must be fast and must not throw.
 */
public interface CallListener {

    /** Who wants to know nothing. */
    CallListener NONE = (call, succeeded, tookNanos) -> {};

    /**
     * A question ended.
     *
     * @param call its kind, by the name of the Admin call; {@code connect} for a look at whether brokers answer
     * @param succeeded whether there was an answer; of several topics, to any of them
     * @param tookNanos how long that took, in nanoseconds
     */
    void called(String call, boolean succeeded, long tookNanos);
}
