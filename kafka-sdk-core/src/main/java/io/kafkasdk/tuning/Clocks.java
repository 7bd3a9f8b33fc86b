package io.kafkasdk.tuning;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The time.
 *
 * @param nanos monotonic, in nanoseconds: decides
 * @param wall of the day: is told
 */
record Clocks(LongSupplier nanos, InstantSource wall) {

    static final Clocks SYSTEM = new Clocks(System::nanoTime, InstantSource.system());

    long now() {
        return nanos.getAsLong();
    }
}
