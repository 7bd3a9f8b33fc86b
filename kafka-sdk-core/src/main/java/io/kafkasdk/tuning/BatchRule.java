package io.kafkasdk.tuning;

import java.util.Locale;

/**
 * What {@code batch.size}, {@code linger.ms} and {@code buffer.memory} should be.
 *
 * @param load what there is to send, and how it is packed now
 * @param present the settings now
 * @param batchBytes the better {@code batch.size}; the present one where that will do
 * @param linger the better linger
 */
record BatchRule(Load load, PresentSettings present, int batchBytes, LingerRule linger) {

    // One batch of each partition is being filled while another is under way.
    private static final int BATCHES_PER_PARTITION = 2;
    private static final int LARGE_BATCH_BYTES = 256 << 10;
    private static final int MIDDLE_BATCH_BYTES = 128 << 10;
    /** A batch that is to take this many bytes on average must have room for more. */
    private static final double HEADROOM = 1.25;

    static BatchRule of(
            TuningObservation observed, PresentSettings present, TuningOptions options, double bytesFactor) {
        Load load = Load.of(observed, present, bytesFactor);
        LingerRule linger = LingerRule.choose(load, present, options);
        int batchBytes = present.batchBytes();
        if (load.isFull()) {
            int least = options.goal() == TuningGoal.THROUGHPUT ? LARGE_BATCH_BYTES : MIDDLE_BATCH_BYTES;
            batchBytes = (int) Math.max(least, powerOfTwo(present.batchBytes() * 2.0));
        } else if (linger.isLonger()) {
            double expected = load.wireBytesPerBatch() * linger.fewerRequests() * HEADROOM;
            batchBytes = (int) Math.max(present.batchBytes(), Math.min(LARGE_BATCH_BYTES * 4L, powerOfTwo(expected)));
        }
        Surroundings surroundings = present.surroundings();
        long room = surroundings.mostBufferBytes(present.bufferBytes())
                / BATCHES_PER_PARTITION
                / load.activePartitions(linger.addedMillis());
        int most = Math.min(options.maxBatchBytes(), present.requestBytes());
        most = (int) Math.min(Math.min(most, surroundings.mostBatchBytes()), room);
        // What is larger already stays: it bounds what is advised, not what the application has.
        return new BatchRule(
                load,
                present,
                batchBytes > present.batchBytes()
                        ? Math.max(present.batchBytes(), Math.min(batchBytes, most))
                        : batchBytes,
                linger);
    }

    void advise(AdviceList advice) {
        if (batchBytes != present.batchBytes()) {
            advice.add(PresentSettings.BATCH, String.valueOf(batchBytes), batchWhy(), batchRisk());
        }
        linger.advise(advice);
        int partitions = load.activePartitions(linger.addedMillis());
        long needed = (long) partitions * batchBytes * BATCHES_PER_PARTITION;
        long most = present.surroundings().mostBufferBytes(present.bufferBytes());
        long buffer = Math.min(most, powerOfTwo((double) needed));
        if (buffer > present.bufferBytes()) {
            advice.add(
                    PresentSettings.BUFFER,
                    String.valueOf(buffer),
                    String.format(
                            Locale.ROOT,
                            "%d partitions with %d batches of %d bytes each need %d bytes",
                            partitions,
                            BATCHES_PER_PARTITION,
                            batchBytes,
                            needed),
                    "as much more heap while the brokers are slow or away; during a hand-over there are two clients");
        }
    }

    /** Returns how many requests a second it saves; negative where it costs some. */
    double savedRequestsPerSecond() {
        double now = load.observed().requestsPerSecond();
        if (load.isFull()) {
            // Full batches: there are as many as it takes for the bytes.
            return now * (1 - load.bytesFactor() * present.batchBytes() / batchBytes);
        }
        return now * (1 - 1 / linger.fewerRequests());
    }

    private String batchWhy() {
        TuningObservation seen = load.observed();
        return load.isFull()
                ? String.format(
                        Locale.ROOT,
                        "batches are full: %.0f bytes and %.0f records on average, batch.size is %d; with %.0f requests a"
                                + " second each record pays for more of a request than it needs to",
                        seen.batchBytes(),
                        seen.recordsPerBatch(),
                        present.batchBytes(),
                        seen.requestsPerSecond())
                : String.format(
                        Locale.ROOT,
                        "with linger.ms=%d a batch takes about %.0f bytes, batch.size is %d",
                        linger.millis(),
                        load.wireBytesPerBatch() * linger.fewerRequests(),
                        present.batchBytes());
    }

    private String batchRisk() {
        return "each partition that is being written to takes this much of buffer.memory; a batch is retried as a whole; a"
                + " topic with a smaller max.message.bytes, if it is written to later, makes the client split it";
    }

    private static long powerOfTwo(double least) {
        long floor = Long.highestOneBit(Math.max(1, (long) Math.ceil(least)));
        return (double) floor >= least ? floor : floor * 2;
    }
}
