package io.kafkasdk.samples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An endless stream of the lines of one input: when it ends it starts again. For one thread. */
final class QuakeFeed implements AutoCloseable {

    private static final String BUNDLED = "/earthquakes.ndjson";

    private final Source source;
    private BufferedReader lines;
    private @Nullable Quake ahead;

    private QuakeFeed(Source source) throws IOException {
        this.source = source;
        this.lines = source.open();
    }

    /** Where the lines come from; opened once for each round. */
    @FunctionalInterface
    private interface Source {
        BufferedReader open() throws IOException;
    }

    /**
     * Opens an input and looks at its first line.
     *
     * @param file the input, or null for the earthquakes that the sample brings along
     * @throws IOException when it cannot be read, or has no line but blank ones
     */
    static QuakeFeed open(@Nullable Path file) throws IOException {
        QuakeFeed feed = new QuakeFeed(file == null ? QuakeFeed::bundled : () -> reader(Files.newInputStream(file)));
        feed.ahead = feed.read();
        if (feed.ahead == null) {
            feed.close();
            throw new IOException("it has no line that is not blank");
        }
        return feed;
    }

    /** Returns the next line that is not blank. */
    Quake next() {
        try {
            Quake quake = Objects.requireNonNull(ahead, "open() found a line");
            ahead = read();
            if (ahead == null) {
                lines.close();
                lines = source.open();
                ahead = read();
            }
            return quake;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read on in the input", e);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private @Nullable Quake read() throws IOException {
        String line = lines.readLine();
        while (line != null && line.isBlank()) {
            line = lines.readLine();
        }
        return line == null ? null : Quake.parse(line);
    }

    private static BufferedReader bundled() {
        InputStream in = QuakeFeed.class.getResourceAsStream(BUNDLED);
        return reader(Objects.requireNonNull(in, "earthquakes.ndjson is missing from the jar"));
    }

    /** Bytes that are not UTF-8 become replacement characters; the sample does not stop for them. */
    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
}
