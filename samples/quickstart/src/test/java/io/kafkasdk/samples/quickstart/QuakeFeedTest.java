package io.kafkasdk.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuakeFeedTest {

    private static final int BUNDLED = 1_707;

    @Test
    void bringsTheEarthquakesAlongAndStartsAgainAfterTheLast() throws IOException {
        try (QuakeFeed feed = QuakeFeed.open(null)) {
            Quake first = feed.next();
            Set<String> lines = new HashSet<>(Set.of(first.line()));
            for (int i = 1; i < BUNDLED; i++) {
                Quake quake = feed.next();
                assertThat(quake.net()).matches("[a-z]{2}");
                lines.add(quake.line());
            }
            assertThat(lines).hasSize(BUNDLED);
            assertThat(feed.next()).isEqualTo(first).isEqualTo(new Quake("uw", first.line()));
        }
    }

    @Test
    void takesAnyLinesAndSkipsBlankOnes(@TempDir Path directory) throws IOException {
        Path file =
                Files.writeString(directory.resolve("any"), "\n{\"net\" : \"us\"}\n  \nno json at all\n{\"net\":7}");

        try (QuakeFeed feed = QuakeFeed.open(file)) {
            assertThat(feed.next()).isEqualTo(new Quake("us", "{\"net\" : \"us\"}"));
            assertThat(feed.next()).isEqualTo(new Quake(null, "no json at all"));
            assertThat(feed.next()).isEqualTo(new Quake(null, "{\"net\":7}"));
            assertThat(feed.next().net()).isEqualTo("us");
        }
    }

    @Test
    void readsBytesThatAreNotUtf8(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("bytes"), new byte[] {'a', (byte) 0xff, 'b', '\n'});

        try (QuakeFeed feed = QuakeFeed.open(file)) {
            assertThat(feed.next()).isEqualTo(new Quake(null, "a\ufffdb"));
        }
    }

    @Test
    void refusesAnEmptyInput(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("empty"), "\n \n");

        assertThatThrownBy(() -> QuakeFeed.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no line");
    }

    @Test
    void findsNoKeyInBrokenLines() {
        assertThat(Quake.parse("{\"net\":").net()).isNull();
        assertThat(Quake.parse("{\"net\"").net()).isNull();
        assertThat(Quake.parse("{\"net\":\"us").net()).isNull();
        assertThat(Quake.parse("{\"net\":\"\"}").net()).isNull();
        assertThat(Quake.parse("\"net\" \"us\"").net()).isNull();
    }
}
