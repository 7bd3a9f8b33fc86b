package io.kafkasdk.benchmarks.suite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A program of a trial in a JVM of its own, which ends when the trial does.
 *
 * @param javaHome of the JVM
 * @param classPath its own
 * @param mainClass what to run
 * @param heapMebibytes of the heap, from the start
 */
public record ChildJvm(Path javaHome, String classPath, String mainClass, int heapMebibytes) {

    private static final int LIMIT_SECONDS = 300;

    /** Runs it to its end and returns what it printed that is a result. */
    public <R> R run(List<String> arguments, Function<String, Optional<R>> parser) {
        List<String> command = new ArrayList<>(List.of(
                javaHome.resolve("bin").resolve("java").toString(),
                "-Xms" + heapMebibytes + "m",
                "-Xmx" + heapMebibytes + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                mainClass));
        command.addAll(arguments);
        try {
            // The pipe to its standard input stays open as long as this JVM lives; that is how it knows.
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
            try (BufferedReader output = process.inputReader()) {
                return output.lines()
                        .map(parser)
                        .flatMap(Optional::stream)
                        .reduce((first, last) -> last)
                        .orElseThrow(() -> new IllegalStateException(
                                mainClass + " ended without a result, or ran out of memory; see above"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + command.get(0), e);
        }
    }
}
