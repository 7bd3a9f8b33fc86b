package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodecCostsTest {

    private static final int DEFAULT = CodecResult.NO_LEVEL;

    /** What the trial said of real events in batches of 128 KiB. */
    private static final List<CodecFigures> EVENTS = List.of(
            new CodecFigures("none", DEFAULT, 1, 0, 0, 682),
            new CodecFigures("gzip", DEFAULT, 0.148, 8800, 1300, 101),
            new CodecFigures("gzip", 1, 0.192, 2800, 1450, 131),
            new CodecFigures("zstd", DEFAULT, 0.1475, 3500, 400, 100.6),
            new CodecFigures("zstd", 1, 0.1481, 1230, 350, 101),
            new CodecFigures("zstd", 6, 0.134, 12100, 500, 91.2),
            new CodecFigures("snappy", DEFAULT, 0.270, 520, 360, 184.5),
            new CodecFigures("lz4", DEFAULT, 0.258, 560, 110, 175.8));

    private static final List<CodecFigures> INCOMPRESSIBLE = List.of(
            new CodecFigures("lz4", DEFAULT, 0.96, 20, 5, 9600),
            new CodecFigures("zstd", 1, 1.0001, 900, 300, 10_001),
            new CodecFigures("none", DEFAULT, 1, 0, 0, 10_000));

    @Test
    void throughputRanksCodecsAsAFloodOfRealEventsDid() {
        assertThat(labels(EVENTS, TuningGoal.THROUGHPUT))
                .startsWith("lz4", "snappy", "zstd:1", "none", "zstd", "gzip:1");
    }

    @Test
    void throughputAddsTheTimeOfBothSidesAndThePriceOfTheBytes() {
        CodecResult lz4 = CodecCosts.ranked(EVENTS, TuningGoal.THROUGHPUT).get(0);
        assertThat(lz4.cost()).isEqualTo(560 + 110 + 175.8 * CodecCosts.THROUGHPUT_NANOS_PER_BYTE);
        assertThat(lz4.cpuNanosPerRecord()).isEqualTo(560);
    }

    @Test
    void latencyTakesTheQuickCodec() {
        assertThat(labels(EVENTS, TuningGoal.LATENCY).get(0)).isEqualTo("lz4");
    }

    @Test
    void bytesTakesTheFewestThatTheApplicationCanPayFor() {
        assertThat(labels(EVENTS, TuningGoal.BYTES).get(0)).isEqualTo("zstd:6");
    }

    @Test
    void bytesNeverTakesACodecBeyondItsBound() {
        CodecFigures dear = new CodecFigures("zstd", 19, 0.1, 682 * 41, 500, 68);
        List<CodecFigures> all = List.of(dear, EVENTS.get(0), EVENTS.get(4));
        assertThat(labels(all, TuningGoal.BYTES)).containsExactly("zstd:1", "none", "zstd:19");
    }

    @Test
    void withinTwoPercentOfTheBytesTheQuickerCodecWins() {
        List<CodecFigures> nearlyTheSame = List.of(EVENTS.get(1), EVENTS.get(3), EVENTS.get(4));
        assertThat(labels(nearlyTheSame, TuningGoal.BYTES)).containsExactly("zstd:1", "zstd", "gzip");
    }

    @Test
    void noCompressionWinsForEachGoalWhereNothingGetsSmaller() {
        for (TuningGoal goal : TuningGoal.values()) {
            assertThat(labels(INCOMPRESSIBLE, goal).get(0)).as(goal.name()).isEqualTo("none");
        }
    }

    private static List<String> labels(List<CodecFigures> figures, TuningGoal goal) {
        return CodecCosts.ranked(figures, goal).stream().map(CodecResult::label).toList();
    }
}
