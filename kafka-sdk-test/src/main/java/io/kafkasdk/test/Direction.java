package io.kafkasdk.test;

/** Which way the bytes go that a {@link FaultyLink} harms. */
public enum Direction {
    /** From the client to the broker: requests. */
    TO_BROKER,
    /** From the broker to the client: responses. */
    TO_CLIENT,
    /** Requests and responses. */
    BOTH
}
