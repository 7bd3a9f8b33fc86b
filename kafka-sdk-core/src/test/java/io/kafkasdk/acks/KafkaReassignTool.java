package io.kafkasdk.acks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Kafka's own {@code kafka-reassign-partitions.sh}: the class that the script runs, in a JVM of its own, because its
 * newest release does not run with the kafka-clients under test.
 */
final class KafkaReassignTool {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path JARS = Path.of("target", "kafka-tools");

    private final String bootstrapServers;
    private final Path directory;

    /** Runs against these brokers, with the files in this directory. */
    KafkaReassignTool(String bootstrapServers, Path directory) {
        this.bootstrapServers = bootstrapServers;
        this.directory = directory;
    }

    /** How it ended, and what it printed. */
    record Run(int exitCode, String output) {}

    Run execute(String json) throws IOException, InterruptedException {
        return run(json, "--execute");
    }

    /** Executes so slowly that it does not end before somebody takes the throttle off. */
    Run executeThrottled(String json, int bytesPerSecond) throws IOException, InterruptedException {
        return run(json, "--execute", "--throttle", String.valueOf(bytesPerSecond));
    }

    Run verify(String json) throws IOException, InterruptedException {
        return run(json, "--verify");
    }

    /** Executes, then verifies until the tool says of so many partitions that they are completed. */
    void executeAndAwait(String json, int partitions) throws IOException, InterruptedException {
        Run started = execute(json);
        assertThat(started.output()).contains("Successfully started partition reassignment");
        assertThat(started.exitCode()).isZero();
        awaitCompleted(json, partitions);
    }

    void awaitCompleted(String json, int partitions) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Run verified = verify(json);
            assertThat(verified.exitCode()).isZero();
            assertThat(verified.output().lines().filter(line -> line.endsWith(" is completed.")))
                    .as(verified.output())
                    .hasSize(partitions);
        });
    }

    private Run run(String json, String... action) throws IOException, InterruptedException {
        Path file = Files.writeString(directory.resolve("reassignment.json"), json);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                classPath(),
                "org.apache.kafka.tools.reassign.ReassignPartitionsCommand",
                "--bootstrap-server",
                bootstrapServers,
                "--reassignment-json-file",
                file.toString()));
        command.addAll(List.of(action));
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
