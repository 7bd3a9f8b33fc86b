package io.kafkasdk.settings;

/** What kind of threads runs the handlers of a consumer. */
public enum HandlerThreads {
    /** Platform threads of the consumer's own, at most as many as its concurrency; the default. */
    PLATFORM,
    /**
     * Virtual threads, at most as many at a time as the concurrency; for handlers that wait a lot, with a concurrency in the
     * hundreds. Needs a JVM of Java 21 or later; a consumer made on an older one is refused. Before Java 24 a handler that
     * waits inside {@code synchronized} holds on to the carrier thread (JEP 491).
     */
    VIRTUAL
}
