package io.kafkasdk.benchmarks.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PercentilesTest {

    @Test
    void aPercentileIsTheLeastValueThatSoManyAreNotAbove() {
        Percentiles thousand = Percentiles.of(
                LongStream.rangeClosed(1, 1_000).map(i -> 1_001 - i).toArray());

        assertThat(thousand.at(0.5)).isEqualTo(500);
        assertThat(thousand.at(0.99)).isEqualTo(990);
        assertThat(thousand.at(0.999)).isEqualTo(999);
        assertThat(thousand.at(1)).isEqualTo(1_000);
    }

    @Test
    void ofFewValuesAHighPercentileIsTheLargest() {
        Percentiles three = Percentiles.of(new long[] {30, 10, 20});

        assertThat(three.at(0.5)).isEqualTo(20);
        assertThat(three.at(0.999)).isEqualTo(30);
    }

    @Test
    void ofNoValueItIsZero() {
        assertThat(Percentiles.of(new long[0]).at(0.99)).isZero();
    }
}
