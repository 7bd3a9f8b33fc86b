package io.kafkasdk.tuning;

import java.util.Comparator;
import java.util.List;

/** What a goal weighs of a codec, from what was measured. */
final class CodecCosts {

    /**
     * What a byte costs beyond the codec, for {@link TuningGoal#THROUGHPUT}, in nanoseconds of the codec: copying and
     * checksum in the client, sockets, the leader's log, two followers.
     *
     * <p>Fitted to floods of one client on two cores that it shared with three brokers: replication factor 3, 12 partitions,
     * records of 668 bytes, linger 20 ms, batches of 256 KiB. A record took 9.0 us with none, 5.5 with lz4, 6.7 with lz4 at
     * level 1, 7.1 with snappy, 7.6 with zstd 1, 9.8 with zstd 3, 16.1 with gzip 1. From none to lz4 alone a byte costs 8 ns
     * where the codec's 0.7 us are all it takes: (9.0 - 5.5 + 0.7) us for 494 bytes. Over all of them (least squares of what
     * this trial measures) it is 9 to 10 ns a byte, but then each nanosecond of a codec delays the flood by 2.0 to 2.4: one
     * thread compresses, and the brokers wait for it. Only the relation of the two ranks codecs, and it is 4. With it the
     * ranks are those of the throughput, from lz4 to gzip 1; with 8 gzip 1 would pass for better than none.
     */
    static final double THROUGHPUT_NANOS_PER_BYTE = 4;

    /**
     * What a byte costs on its way to the acknowledgement, for {@link TuningGoal#LATENCY}, in nanoseconds. A record waits
     * while its batch is compressed, while it goes to the leader, is checked there, and goes on to the followers: three
     * times 0.8 ns a byte on a network of 10 Gbit/s. Slower networks make bytes dearer, and the quick codecs win by more.
     */
    static final double LATENCY_NANOS_PER_BYTE = 2.5;

    /** A codec that leaves more than this of the bytes is not worth its code. */
    static final double WORTHWHILE_RATIO = 0.95;

    /** The processor time that {@link TuningGoal#BYTES} may cost, in nanoseconds an uncompressed byte: 25 MB/s a core. */
    static final double DEAREST_NANOS_PER_BYTE = 40;

    /** Within this part of the fewest bytes, {@link TuningGoal#BYTES} asks for processor time. */
    static final double SAME_BYTES = 0.02;

    private CodecCosts() {}

    /**
     * Returns the codecs with their costs, best first; where costs are the same, the one with less processor time.
     *
     * @param measured what each made of the same records
     */
    static List<CodecResult> ranked(List<CodecFigures> measured, TuningGoal goal) {
        double fewest = measured.stream()
                .filter(CodecCosts::isAffordable)
                .mapToDouble(CodecCosts::countedBytes)
                .min()
                .orElse(Double.MAX_VALUE);
        return measured.stream()
                .map(one -> one.toResult(cost(one, goal, fewest)))
                .sorted(Comparator.comparingDouble(CodecResult::cost)
                        .thenComparingDouble(CodecResult::cpuNanosPerRecord))
                .toList();
    }

    private static double cost(CodecFigures one, TuningGoal goal, double fewest) {
        return switch (goal) {
            case THROUGHPUT -> codecNanos(one) + countedBytes(one) * THROUGHPUT_NANOS_PER_BYTE;
            case LATENCY -> codecNanos(one) + countedBytes(one) * LATENCY_NANOS_PER_BYTE;
            case BYTES -> bytesCost(one, fewest);
        };
    }

    private static double codecNanos(CodecFigures one) {
        return one.writeNanosPerRecord() + one.readNanosPerRecord();
    }

    /** Those with the same bytes stay within 2 % of the fewest, in the order of their processor time. */
    private static double bytesCost(CodecFigures one, double fewest) {
        double dear = nanosPerByte(one) / DEAREST_NANOS_PER_BYTE;
        if (!isAffordable(one)) {
            return one.plainBytesPerRecord() * dear;
        }
        double bytes = countedBytes(one);
        return bytes <= fewest * (1 + SAME_BYTES) ? fewest * (1 + SAME_BYTES * dear) : bytes;
    }

    /** Bytes that a codec fails to save are not counted as saved: no compression wins then, as it takes no time. */
    private static double countedBytes(CodecFigures one) {
        return isWorthwhile(one) ? one.bytesPerRecord() : Math.max(one.bytesPerRecord(), one.plainBytesPerRecord());
    }

    private static boolean isWorthwhile(CodecFigures one) {
        return one.ratio() <= WORTHWHILE_RATIO;
    }

    private static boolean isAffordable(CodecFigures one) {
        return nanosPerByte(one) <= DEAREST_NANOS_PER_BYTE;
    }

    private static double nanosPerByte(CodecFigures one) {
        return one.writeNanosPerRecord() / one.plainBytesPerRecord();
    }
}
