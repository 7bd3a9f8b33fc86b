package io.kafkasdk.consumer;

/**
 * What the poll thread looks after between polls: asynchronous handlers that take too long, and records that waited for a
 * circuit that has closed.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class Upkeep {

    private final Lanes lanes;
    private final Lane.Step step;
    private final Circuit circuit;
    private int closingsSeen;

    Upkeep(Lanes lanes, Lane.Step step, Circuit circuit) {
        this.lanes = lanes;
        this.step = step;
        this.circuit = circuit;
    }

    /** Looks once. */
    void look() {
        step.look();
        int closings = circuit.closings();
        if (closings != closingsSeen) {
            closingsSeen = closings;
            lanes.releaseCircuit();
        }
    }
}
