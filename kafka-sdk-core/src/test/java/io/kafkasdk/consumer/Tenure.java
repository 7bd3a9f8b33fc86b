package io.kafkasdk.consumer;

import java.util.BitSet;

/** One assignment of one partition as the model sees it; records are known by their index in the log. */
final class Tenure {

    private final int partition;
    private final long start;
    private final BitSet known;
    private final BitSet fetched = new BitSet();
    private final BitSet finished = new BitSet();
    private State state = State.ACTIVE;

    /** How far it is. */
    enum State {
        ACTIVE,
        /** No handler may start any more; a commit is still to come. */
        LEAVING,
        /** Neither may happen. */
        OVER
    }

    /**
     * Makes an assignment.
     *
     * @param partition the number of the partition
     * @param start the committed offset
     * @param known what accepted commits told is finished
     */
    Tenure(int partition, long start, BitSet known) {
        this.partition = partition;
        this.start = start;
        this.known = known;
    }

    int partition() {
        return partition;
    }

    long start() {
        return start;
    }

    boolean isActive() {
        return state == State.ACTIVE;
    }

    boolean isOver() {
        return state == State.OVER;
    }

    void leaves() {
        state = State.LEAVING;
    }

    void ends() {
        state = State.OVER;
    }

    void fetched(int index) {
        fetched.set(index);
    }

    void finished(int index) {
        finished.set(index);
    }

    boolean isKnown(int index) {
        return known.get(index);
    }

    boolean hasFinished(int index) {
        return finished.get(index);
    }

    /** Returns what is finished, in this assignment or before. */
    BitSet truth() {
        BitSet all = (BitSet) known.clone();
        all.or(finished);
        return all;
    }

    /** Returns what was fetched to be handled and is not finished. */
    BitSet inFlight() {
        BitSet open = (BitSet) fetched.clone();
        open.andNot(known);
        open.andNot(finished);
        return open;
    }
}
