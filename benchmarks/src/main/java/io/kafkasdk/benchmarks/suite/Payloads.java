package io.kafkasdk.benchmarks.suite;

import io.kafkasdk.benchmarks.child.PayloadFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The kinds of values that a run sends; all but the events are the same in each run.
 *
 * @param events at their own sizes: real ones, or made to look like them
 * @param small of 100 B
 * @param large of 10 KB, text that compresses as text does
 * @param random of 10 KB, which do not compress
 */
public record Payloads(Payload events, Payload small, Payload large, Payload random) {

    private static final int SMALL_BYTES = 100;
    private static final int LARGE_BYTES = 10_000;

    /**
     * Writes the files.
     *
     * @param directory where to; not deleted
     * @param data one event a line; without it, events are made
     * @throws UncheckedIOException when a file cannot be read or written
     */
    public static Payloads write(Path directory, Optional<Path> data) {
        return new Payloads(
                write(
                        directory,
                        "events",
                        data.map(file -> "the lines of " + file.getFileName() + ", in turn")
                                .orElse("made events, as there was no file of real ones: 2,000 JSON objects of about"
                                        + " 640 B"),
                        data.map(Payloads::lines).orElseGet(MadeEvents::all)),
                write(
                        directory,
                        "100B",
                        "20,000 JSON objects of 100 B: a counter, an identifier of 32 random hexadecimal digits, a word",
                        IntStream.range(0, 20_000).mapToObj(Payloads::small).toList()),
                write(
                        directory,
                        "10KB",
                        "500 JSON objects of 10,000 B: a list of measurements with words, counters and random digits",
                        IntStream.range(0, 500).mapToObj(Payloads::large).toList()),
                write(
                        directory,
                        "10KB-random",
                        "500 values of 10,000 random bytes",
                        IntStream.range(0, 500).mapToObj(Payloads::random).toList()));
    }

    private static Payload write(Path directory, String name, String about, List<byte[]> values) {
        Path file = directory.resolve(name + ".payload");
        PayloadFile.write(file, values);
        double mean = values.stream().mapToInt(value -> value.length).average().orElseThrow();
        return new Payload(name, about, file, mean);
    }

    private static List<byte[]> lines(Path file) {
        try {
            List<byte[]> lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.getBytes(StandardCharsets.UTF_8))
                    .toList();
            if (lines.isEmpty()) {
                throw new IllegalArgumentException(file + " has no line; give a file with one event a line");
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + "; give a file with one event a line", e);
        }
    }

    private static byte[] small(int number) {
        Random random = new Random(number);
        String text = String.format(
                Locale.ROOT,
                "{\"n\":%d,\"id\":\"%016x%016x\",\"state\":\"%s\",\"pad\":\"",
                number,
                random.nextLong(),
                random.nextLong(),
                MadeEvents.word(random));
        return padded(text, "\"}", SMALL_BYTES);
    }

    private static byte[] large(int number) {
        Random random = new Random(number);
        StringBuilder text = new StringBuilder("{\"n\":" + number + ",\"measured\":[");
        while (text.length() < LARGE_BYTES - 120) {
            text.append(String.format(
                    Locale.ROOT,
                    "{\"sensor\":\"%s-%d\",\"value\":%.4f,\"sum\":\"%08x\",\"note\":\"%s %s\"},",
                    MadeEvents.word(random),
                    random.nextInt(100),
                    random.nextDouble() * 1_000,
                    random.nextInt(),
                    MadeEvents.word(random),
                    MadeEvents.word(random)));
        }
        return padded(text + "{\"pad\":\"", "\"}]}", LARGE_BYTES);
    }

    private static byte[] random(int number) {
        byte[] value = new byte[LARGE_BYTES];
        new Random(number).nextBytes(value);
        return value;
    }

    private static byte[] padded(String start, String end, int bytes) {
        String pad = ".".repeat(bytes - start.length() - end.length());
        return (start + pad + end).getBytes(StandardCharsets.US_ASCII);
    }
}
