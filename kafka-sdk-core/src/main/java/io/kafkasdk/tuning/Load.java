package io.kafkasdk.tuning;

/**
 * What a producer has to send, and how it is packed now.
 *
 * @param observed the figures
 * @param isFull whether batches are closed because they are full
 * @param knownPartitions the topics' partitions; where they are not known, those that requests speak of
 * @param bytesFactor the bytes of a record with the advised codec, as a part of what they are
 */
record Load(TuningObservation observed, boolean isFull, int knownPartitions, double bytesFactor) {

    private static final double FULL = 0.8;
    private static final double MILLIS_PER_SECOND = 1000;
    // Requests speak of one broker's partitions: without better knowledge there are three brokers.
    private static final int BROKERS = 3;
    // A batch that waits this much longer than it lingers waits for its turn.
    private static final double QUEUED_MILLIS = 5;
    private static final int MOST_PARTITIONS = 10_000;

    static Load of(TuningObservation observed, PresentSettings present, double bytesFactor) {
        double batchesPerSecond = perSecond(observed);
        int told = present.surroundings().partitions();
        int known = told > 0 ? told : guessed(observed, batchesPerSecond);
        return new Load(observed, isFull(observed, present, batchesPerSecond > 0), known, bytesFactor);
    }

    /**
     * Returns how many partitions hold batches at once, 1 at least: by Little's law, as each batch holds memory until it is
     * acknowledged; all of them in a flood.
     *
     * @param addedMillis how much longer a batch is to linger
     */
    int activePartitions(double addedMillis) {
        if (observed.saturated() || isFull) {
            return Math.max(1, knownPartitions);
        }
        double inMemory = perSecond(observed) * (cycleMillis() + Math.max(0, addedMillis)) / MILLIS_PER_SECOND;
        return (int) Math.max(1, Math.min(knownPartitions, Math.ceil(inMemory)));
    }

    /** Returns how long a batch is under way: in the client, and to its answer. */
    double cycleMillis() {
        return observed.queueMillis() + observed.requestMillis();
    }

    /** Returns how many records are under way at once, by Little's law. */
    double recordsUnderWay() {
        return observed.recordsPerSecond() * cycleMillis() / MILLIS_PER_SECOND;
    }

    private static double perSecond(TuningObservation observed) {
        return observed.recordsPerBatch() > 0 ? observed.recordsPerSecond() / observed.recordsPerBatch() : 0;
    }

    private static boolean isFull(TuningObservation observed, PresentSettings present, boolean told) {
        if (!told) {
            return false;
        }
        if (observed.recordsPerBatch() >= 2 && observed.batchBytes() >= FULL * present.batchBytes()) {
            return true;
        }
        // Records so large that no second or third one fits: full only where more are waiting.
        boolean waiting = observed.saturated() || observed.queueMillis() > present.lingerMillis() + QUEUED_MILLIS;
        double recordBytes = observed.batchBytes() / observed.recordsPerBatch();
        return waiting && observed.batchBytes() + recordBytes > present.batchBytes();
    }

    private static int guessed(TuningObservation observed, double batchesPerSecond) {
        double ofOneBroker =
                observed.requestsPerSecond() > 0 ? Math.ceil(batchesPerSecond / observed.requestsPerSecond()) : 1;
        return (int) Math.max(1, Math.min(MOST_PARTITIONS, ofOneBroker * BROKERS));
    }

    /** Returns records in a request; 1 at least. */
    double recordsPerRequest() {
        double requests = observed.requestsPerSecond();
        return requests > 0 ? Math.max(1, observed.recordsPerSecond() / requests) : 1;
    }

    /** Returns the records a millisecond for the same broker, no more than are surely there. */
    double recordsPerMilliAndBroker() {
        return observed.recordsPerSecond() / MILLIS_PER_SECOND / Math.min(BROKERS, knownPartitions);
    }

    /** Returns the bytes of a batch with the advised codec, as filled as now. */
    double wireBytesPerBatch() {
        return observed.batchBytes() * bytesFactor;
    }
}
