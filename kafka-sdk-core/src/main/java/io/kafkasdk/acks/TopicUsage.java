package io.kafkasdk.acks;

import java.time.Duration;

/** Whether a topic is still written to. The path of a send only reads a flag, and sets it where it is not set. */
final class TopicUsage {

    /** How long a topic is looked at after the last write to it. */
    static final Duration MEMORY = Duration.ofMinutes(10);

    private volatile boolean recent = true;
    private long lastNanos;

    void note() {
        if (!recent) {
            recent = true;
        }
    }

    /** Returns whether the last use is too long ago; for one caller at a time, every minute or so. */
    boolean isOver(long nowNanos) {
        if (recent) {
            recent = false;
            lastNanos = nowNanos;
            return false;
        }
        return nowNanos - lastNanos >= MEMORY.toNanos();
    }
}
