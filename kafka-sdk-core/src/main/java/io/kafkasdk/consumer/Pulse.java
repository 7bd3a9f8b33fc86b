package io.kafkasdk.consumer;

import java.time.Duration;

/**
 * Notices that a member stood still: its process was frozen, or a listener blocked it. It may have lost its place in the
 * group and not know it yet. With KIP-848 the client would commit all the same, and the broker takes that when the group is
 * empty, so for a while nothing is to be committed: until the client has heard from the group and polling has told.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class Pulse {

    private static final long STILL_NANOS = Duration.ofSeconds(5).toNanos();

    private long lastNanos;
    private long silentUntilNanos;

    Pulse(long now) {
        this.lastNanos = now;
        this.silentUntilNanos = now;
    }

    /** To be asked in each round; returns whether it stood still just now or a few seconds ago. */
    boolean stoodStill(long now) {
        if (now - lastNanos > STILL_NANOS) {
            silentUntilNanos = now + STILL_NANOS;
        }
        lastNanos = now;
        return isSilent(now);
    }

    /** Returns whether nothing is to be committed because of that. */
    boolean isSilent(long now) {
        return now - silentUntilNanos < 0;
    }
}
