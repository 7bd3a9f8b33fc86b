package io.kafkasdk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.benchmarks.suite.Scale;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SuiteOptionsTest {

    @Test
    void withoutArgumentsItIsAQuickRunOfAllSections() {
        SuiteOptions options = SuiteOptions.parse();

        assertThat(options.scale()).isEqualTo(Scale.QUICK);
        assertThat(options.rounds()).isEqualTo(2);
        assertThat(options.only()).isEmpty();
    }

    @Test
    void everyOptionIsRead() {
        SuiteOptions options =
                SuiteOptions.parse("full", "--rounds", "9", "--only", "producers,latency", "--out", "/tmp/out");

        assertThat(options.scale()).isEqualTo(Scale.FULL);
        assertThat(options.rounds()).isEqualTo(9);
        assertThat(options.only()).containsExactly("producers", "latency");
        assertThat(options.out()).isEqualTo(Path.of("/tmp/out"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow", "--rounds", "--rounds 0", "--rounds many", "--data /no/such/file", "full --fast"})
    void whatNobodyUnderstandsIsRefused(String line) {
        assertThatThrownBy(() -> SuiteOptions.parse(line.split(" "))).isInstanceOf(IllegalArgumentException.class);
    }
}
