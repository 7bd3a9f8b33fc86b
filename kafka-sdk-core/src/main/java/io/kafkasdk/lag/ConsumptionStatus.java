package io.kafkasdk.lag;

/** How the consumption of a topic by a group goes, as far as this process sees it; from fine to worst. */
public enum ConsumptionStatus {
    /** Nothing waits, or what waits moves. Idle topics too. */
    OK,
    /** Not known: no end offset yet, or just assigned. */
    UNKNOWN,
    /** Records wait because the application paused the consumer, or its circuit is open. */
    PAUSED,
    /** It moves, but for minutes it has not caught up, and falls further behind. */
    WARN,
    /** The position went back and has not returned. */
    REWIND,
    /** Records wait, the consumer polls, and the oldest unfinished record does not change. */
    STALL,
    /** Records wait, and nobody polls: the poll thread is held or dead, or the consumer failed. */
    STOP;

    /** Returns whether somebody should look: STOP, STALL or REWIND. */
    public boolean isTrouble() {
        return compareTo(REWIND) >= 0;
    }
}
