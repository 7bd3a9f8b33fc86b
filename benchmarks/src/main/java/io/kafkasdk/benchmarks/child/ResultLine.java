package io.kafkasdk.benchmarks.child;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The line of a child's output that its trial reads. */
public final class ResultLine {

    private static final String MARK = "RESULT ";

    private ResultLine() {}

    /** Returns the line of some figures. */
    public static String of(long... figures) {
        return MARK + Arrays.stream(figures).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    /** Returns the figures of a line; empty when it says something else. */
    public static Optional<long[]> parse(String line) {
        return line.startsWith(MARK)
                ? Optional.of(Stream.of(line.substring(MARK.length()).split(" "))
                        .mapToLong(Long::parseLong)
                        .toArray())
                : Optional.empty();
    }
}
