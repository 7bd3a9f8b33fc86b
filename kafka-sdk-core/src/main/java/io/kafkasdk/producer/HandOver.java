package io.kafkasdk.producer;

/**
 * What came of a hand-over to a client with other settings.
 *
 * @param result how it ended
 * @param heldNanos how long senders had to wait for a client, in nanoseconds
 * @param why for people; empty where it is done
 */
public record HandOver(Result result, long heldNanos, String why) {

    /** How a hand-over can end. */
    public enum Result {
        /** The new client has taken over. */
        DONE,
        /** The old client goes on: its records did not get through in time. Worth another try. */
        NOT_DRAINED,
        /** The old client goes on: the new one could not be made, or did not learn the topics. */
        NO_CLIENT,
        /** The producer was closed, or has a second client. */
        NOT_POSSIBLE
    }

    /** Returns whether the new client has taken over. */
    public boolean isDone() {
        return result == Result.DONE;
    }
}
