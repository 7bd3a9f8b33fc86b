package io.kafkasdk.test.nemesis;

import java.time.Duration;

/**
 * One fault on one target. {@link Nemesis} calls {@link #begin()}, then {@link #again()} in its rhythm, then
 * {@link #heal()}.
 *
 * <p><b>Threads</b>: for one thread.
 */
public interface Fault {

    /** What it is. */
    FaultKind kind();

    /** What it hits, for people: {@code broker 2, leader of orders-0}. */
    String target();

    /** Breaks it; may block until it is broken. */
    void begin();

    /** How often {@link #again()} is called while the fault lasts; zero for never. */
    default Duration rhythm() {
        return Duration.ZERO;
    }

    /** Breaks it once more. */
    default void again() {}

    /** Mends it, whatever {@link #begin()} came to, also when it failed; twice is fine. */
    void heal();
}
