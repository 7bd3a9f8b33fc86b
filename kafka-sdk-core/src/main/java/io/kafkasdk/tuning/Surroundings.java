package io.kafkasdk.tuning;

/**
 * What bounds the settings of a producer from outside.
 *
 * @param partitions how many partitions the topics that it writes to have; 0 where that is not known of each
 * @param messageBytes the least {@code max.message.bytes} of those that are known; {@link Integer#MAX_VALUE} without
 *     any
 * @param memoryBytes what the buffers of this producer's clients may take of the heap, all together
 */
record Surroundings(int partitions, int messageBytes, long memoryBytes) {

    /** Where nothing is known. */
    static final Surroundings UNKNOWN = new Surroundings(0, Integer.MAX_VALUE, 0);

    /** The part of the heap that one producer may have for its buffers. */
    private static final int HEAP_PARTS = 8;

    private static final long MOST_BUFFER_BYTES = 256L << 20;

    /** A client ends a batch by what it expects of the codec, and may be wrong by some: a quarter is left for that. */
    private static final double MESSAGE_SHARE = 0.75;

    /** Takes what is known of the topics, and the largest heap. */
    static Surroundings of(int partitions, int messageBytes, long heapBytes) {
        return new Surroundings(partitions, messageBytes, heapBytes / HEAP_PARTS);
    }

    /** Returns whether something is known of each topic. */
    boolean areKnown() {
        return partitions > 0;
    }

    /** Returns the largest {@code batch.size} that the topics take. */
    int mostBatchBytes() {
        return messageBytes == Integer.MAX_VALUE ? messageBytes : (int) (messageBytes * MESSAGE_SHARE);
    }

    /**
     * Returns the largest {@code buffer.memory} to advise: 256 MiB at most, and no more than is left beside the present
     * client's, as a hand-over has two of them for a while. Where a topic is not known, no more than there is.
     */
    long mostBufferBytes(long presentBytes) {
        return areKnown()
                ? Math.max(presentBytes, Math.min(MOST_BUFFER_BYTES, memoryBytes - presentBytes))
                : presentBytes;
    }
}
