package io.kafkasdk.consumer;

import org.apache.kafka.clients.consumer.InvalidOffsetException;

/**
 * What the poll thread looks after between polls: asynchronous handlers that take too long, records that waited for a
 * circuit that has closed, and positions that are on their way.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class Upkeep {

    private final Lanes lanes;
    private final Lane.Step step;
    private final Circuit circuit;
    private final Positions positions;
    private int closingsSeen;

    Upkeep(Lanes lanes, Lane.Step step, Circuit circuit, Positions positions) {
        this.lanes = lanes;
        this.step = step;
        this.circuit = circuit;
        this.positions = positions;
    }

    /** Looks once. */
    void look() {
        step.look();
        int closings = circuit.closings();
        if (closings != closingsSeen) {
            closingsSeen = closings;
            lanes.releaseCircuit();
        }
        positions.settle();
    }

    /** Takes what {@code poll} said of positions that are not in the log. */
    void lost(InvalidOffsetException said) {
        positions.lost(said);
    }
}
