package io.kafkasdk.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.benchmarks.child.PayloadFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PayloadsTest {

    @TempDir
    private Path directory;

    @Test
    void valuesHaveTheSizesThatTheirNamesSay() {
        Payloads payloads = Payloads.write(directory, Optional.empty());

        assertThat(List.of(PayloadFile.read(payloads.small().file())))
                .hasSize(20_000)
                .allMatch(value -> value.length == 100);
        assertThat(List.of(PayloadFile.read(payloads.large().file())))
                .hasSize(500)
                .allMatch(value -> value.length == 10_000);
        assertThat(List.of(PayloadFile.read(payloads.random().file())))
                .hasSize(500)
                .allMatch(value -> value.length == 10_000);
        assertThat(payloads.events().meanBytes()).isBetween(550.0, 750.0);
        assertThat(payloads.events().about()).contains("made events");
    }

    @Test
    void valuesAreTheSameEachTime() throws IOException {
        Payload first = Payloads.write(Files.createDirectory(directory.resolve("1")), Optional.empty())
                .large();
        Payload second = Payloads.write(Files.createDirectory(directory.resolve("2")), Optional.empty())
                .large();

        assertThat(second.file()).hasSameBinaryContentAs(first.file());
    }

    @Test
    void eventsAreTheLinesOfTheFile() throws IOException {
        Path data = Files.writeString(directory.resolve("two.ndjson"), "{\"n\":1}\n\n{\"n\":23}\n");

        Payload events = Payloads.write(directory, Optional.of(data)).events();

        assertThat(List.of(PayloadFile.read(events.file())))
                .containsExactly(
                        "{\"n\":1}".getBytes(StandardCharsets.UTF_8), "{\"n\":23}".getBytes(StandardCharsets.UTF_8));
        assertThat(events.meanBytes()).isEqualTo(7.5);
        assertThat(events.about()).contains("two.ndjson");
    }

    @Test
    void aFileWithoutALineIsRefused() throws IOException {
        Path data = Files.writeString(directory.resolve("empty.ndjson"), "\n");

        assertThatThrownBy(() -> Payloads.write(directory, Optional.of(data)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty.ndjson");
    }
}
