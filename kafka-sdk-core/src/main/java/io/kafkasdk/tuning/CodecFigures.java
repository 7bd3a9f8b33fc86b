package io.kafkasdk.tuning;

/**
 * What was measured of one codec.
 *
 * @param codec the {@code compression.type}
 * @param level its level; {@link CodecResult#NO_LEVEL} for its default
 * @param ratio compressed bytes by uncompressed ones
 * @param writeNanosPerRecord processor time of compressing, in nanoseconds a record
 * @param readNanosPerRecord processor time of decompressing: the leader does it with every batch, to check it
 * @param bytesPerRecord compressed bytes a record
 */
record CodecFigures(
        String codec,
        int level,
        double ratio,
        double writeNanosPerRecord,
        double readNanosPerRecord,
        double bytesPerRecord) {

    double plainBytesPerRecord() {
        return bytesPerRecord / ratio;
    }

    CodecResult toResult(double cost) {
        return new CodecResult(codec, level, ratio, writeNanosPerRecord, bytesPerRecord, cost);
    }
}
