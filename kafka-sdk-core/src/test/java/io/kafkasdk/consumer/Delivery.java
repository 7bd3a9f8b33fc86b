package io.kafkasdk.consumer;

import io.kafkasdk.consumer.SimulatedLog.Entry;
import org.jspecify.annotations.Nullable;

/** One record that one assignment fetched, and what became of it. */
final class Delivery {

    /** How a record ends. */
    enum Fate {
        PROCESSED,
        DEAD_LETTERED,
        SKIPPED
    }

    private final SimulatedMember process;
    private final Tenure tenure;
    private final Entry entry;
    private @Nullable Fate fate;
    private int failures;
    private int lettersUnderWay;
    private boolean isAcknowledged;

    Delivery(SimulatedMember process, Tenure tenure, Entry entry) {
        this.process = process;
        this.tenure = tenure;
        this.entry = entry;
    }

    SimulatedMember process() {
        return process;
    }

    Tenure tenure() {
        return tenure;
    }

    Entry entry() {
        return entry;
    }

    @Nullable
    Fate fate() {
        return fate;
    }

    void ended(Fate how) {
        fate = how;
        tenure.finished(entry.index());
    }

    void failed() {
        failures++;
    }

    int failures() {
        return failures;
    }

    void letterStarted() {
        lettersUnderWay++;
    }

    void letterEnded(boolean acknowledged) {
        lettersUnderWay--;
        isAcknowledged |= acknowledged;
    }

    boolean isAcknowledged() {
        return isAcknowledged;
    }

    int lettersUnderWay() {
        return lettersUnderWay;
    }

    @Override
    public String toString() {
        return process + " " + entry;
    }
}
