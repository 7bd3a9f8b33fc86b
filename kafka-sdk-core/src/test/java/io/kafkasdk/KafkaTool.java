package io.kafkasdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One of Kafka's own tools: the class that its script runs, in a JVM of its own, because the newest release of the tools does
 * not run with the kafka-clients under test.
 *
 * @param mainClass the class that the script runs
 */
public record KafkaTool(String mainClass) {

    private static final Path JARS = Path.of("target", "kafka-tools");

    /** How it ended, and what it printed. */
    public record Run(int exitCode, String output) {}

    /** Runs it to its end. */
    public Run run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                classPath(),
                mainClass));
        command.addAll(arguments);
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(tool.getInputStream().readAllBytes(), UTF_8);
        return new Run(tool.waitFor(), output);
    }

    private static String classPath() {
        String[] jars = JARS.toFile().list((directory, name) -> name.endsWith(".jar"));
        if (jars == null || jars.length == 0) {
            throw new AssertionError(
                    JARS.toAbsolutePath() + " holds no jars: run ./mvnw -pl kafka-sdk-core -am pre-integration-test");
        }
        return Arrays.stream(jars)
                .map(jar -> JARS.resolve(jar).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
