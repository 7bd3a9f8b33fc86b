package io.kafkasdk.tuning;

/**
 * What one codec made of the sample, in batches of the size seen.
 *
 * @param codec the {@code compression.type}
 * @param level its level; {@link #NO_LEVEL} where the codec has none or its own default was measured
 * @param ratio compressed bytes by uncompressed ones: 1 for {@code none}, less is better; above 1 it makes them larger
 * @param cpuNanosPerRecord processor time of compressing, in nanoseconds a record
 * @param bytesPerRecord compressed bytes a record
 * @param cost what the goal weighs: the codec with the least one is advised
 */
public record CodecResult(
        String codec, int level, double ratio, double cpuNanosPerRecord, double bytesPerRecord, double cost) {

    /** The level of a codec without one. */
    public static final int NO_LEVEL = Integer.MIN_VALUE;

    /** Returns codec and level for people, such as {@code zstd:3}. */
    public String label() {
        return level == NO_LEVEL ? codec : codec + ":" + level;
    }
}
