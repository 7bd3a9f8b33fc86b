package io.kafkasdk;

import java.time.Duration;

/**
 * What a machine with other work may add to a promised time. A broken promise costs more than that: Kafka's own times are 15
 * to 120 s, and a handler that is waited for has no end.
 */
public final class BusyMachine {

    /** For each time that a test measures by the clock on the wall. */
    public static final Duration ALLOWANCE = Duration.ofSeconds(5);

    private BusyMachine() {}
}
