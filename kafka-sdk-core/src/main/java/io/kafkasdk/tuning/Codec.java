package io.kafkasdk.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.compress.Compression;

/**
 * One way to compress that a client can be told.
 *
 * @param type the {@code compression.type}
 * @param level its level, {@link CodecResult#NO_LEVEL} where it has none or its default counts
 * @param compression makes the client's own code for it
 */
record Codec(String type, int level, Supplier<Compression> compression) {

    static final String NONE = "none";
    static final String GZIP = "gzip";
    static final String LZ4 = "lz4";
    static final String ZSTD = "zstd";

    private static final int GZIP_DEFAULT = -1;
    private static final int LZ4_DEFAULT = 9;
    private static final int ZSTD_DEFAULT = 3;

    /**
     * Returns what is worth trying. lz4 at its default level only: any other one, the lower ones too, switches this client to
     * the high-compression mode of lz4, at several times the time (Lz4BlockOutputStream).
     */
    static List<Codec> candidates() {
        return List.of(
                of(NONE, CodecResult.NO_LEVEL),
                of(LZ4, CodecResult.NO_LEVEL),
                of("snappy", CodecResult.NO_LEVEL),
                of(ZSTD, 1),
                of(ZSTD, CodecResult.NO_LEVEL),
                of(ZSTD, 6),
                of(GZIP, 1),
                of(GZIP, CodecResult.NO_LEVEL));
    }

    /** Returns these, and the present one where it is not among them. */
    static List<Codec> withPresent(List<Codec> codecs, PresentSettings present) {
        if (codecs.stream().anyMatch(one -> one.isOf(present.compression(), present.level()))) {
            return codecs;
        }
        List<Codec> all = new ArrayList<>(codecs);
        all.add(of(present.compression(), present.level()));
        return all;
    }

    static Codec of(String type, int level) {
        return new Codec(type, level, () -> compression(type, level));
    }

    private boolean isOf(String otherType, int otherLevel) {
        return type.equals(otherType) && level == otherLevel;
    }

    private static Compression compression(String type, int level) {
        if (level == CodecResult.NO_LEVEL) {
            return Compression.of(type).build();
        }
        return switch (type) {
            case GZIP -> Compression.gzip().level(level).build();
            case LZ4 -> Compression.lz4().level(level).build();
            case ZSTD -> Compression.zstd().level(level).build();
            default -> throw new IllegalArgumentException("compression.type=" + type + " has no level");
        };
    }

    /** Returns the level of a codec that nobody sets one for; {@link CodecResult#NO_LEVEL} where it has none. */
    static int defaultLevel(String type) {
        return switch (type) {
            case GZIP -> GZIP_DEFAULT;
            case LZ4 -> LZ4_DEFAULT;
            case ZSTD -> ZSTD_DEFAULT;
            default -> CodecResult.NO_LEVEL;
        };
    }

    /** Returns the Kafka key of the level of this codec. */
    static String levelKey(String type) {
        return "compression." + type + ".level";
    }
}
