package io.kafkasdk.consumer;

import java.util.function.LongSupplier;

/**
 * Who hears of what workers do, and by which clock it is timed.
 *
 * @param events the listener
 * @param nanoClock monotonic time in nanoseconds
 */
record Clocked(ConsumerEvents events, LongSupplier nanoClock) {

    long now() {
        return nanoClock.getAsLong();
    }
}
