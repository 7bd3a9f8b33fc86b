package io.kafkasdk.benchmarks;

import io.kafkasdk.benchmarks.suite.Scale;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The command line of the suite.
 *
 * @param scale how much to do
 * @param data a file of events
 * @param out the directory of the reports
 * @param only the sections to run, empty for all
 * @param rounds how often each contender runs
 */
record SuiteOptions(Scale scale, Optional<Path> data, Path out, List<String> only, int rounds) {

    /** Where the file of real events is when nothing else is said. */
    private static final Path USUAL_DATA = Path.of("..", "shared", "data", "earthquakes.ndjson");

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException when it says what nobody understands
     */
    static SuiteOptions parse(String... args) {
        Deque<String> words = new ArrayDeque<>(List.of(args));
        Scale scale = scale(words.isEmpty() || words.element().startsWith("--") ? "quick" : words.remove());
        Optional<Path> data =
                Optional.of(USUAL_DATA).filter(file -> file.toFile().isFile());
        Path out = Path.of("benchmarks", "target", "comparison");
        List<String> only = List.of();
        int rounds = scale.of(2, 5);
        while (!words.isEmpty()) {
            String option = words.remove();
            switch (option) {
                case "--data" -> data = Optional.of(file(value(option, words)));
                case "--out" -> out = Path.of(value(option, words));
                case "--only" -> only = List.of(value(option, words).split(","));
                case "--rounds" -> rounds = count(option, value(option, words));
                default -> throw new IllegalArgumentException("Unknown option " + option);
            }
        }
        return new SuiteOptions(scale, data, out, only, rounds);
    }

    private static Scale scale(String word) {
        return switch (word) {
            case "quick" -> Scale.QUICK;
            case "full" -> Scale.FULL;
            default -> throw new IllegalArgumentException("Say quick or full, not " + word);
        };
    }

    private static String value(String option, Deque<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.remove();
    }

    private static Path file(String name) {
        Path file = Path.of(name);
        if (!file.toFile().isFile()) {
            throw new IllegalArgumentException("--data: there is no file " + name);
        }
        return file;
    }

    private static int count(String option, String text) {
        try {
            int count = Integer.parseInt(text);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(option + " needs a number of at least 1, not " + text);
    }
}
