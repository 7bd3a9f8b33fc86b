package io.kafkasdk.acks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaTool;
import io.kafkasdk.KafkaTool.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Kafka's own {@code kafka-reassign-partitions.sh}. */
final class KafkaReassignTool {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final KafkaTool TOOL = new KafkaTool("org.apache.kafka.tools.reassign.ReassignPartitionsCommand");

    private final String bootstrapServers;
    private final Path directory;

    /** Runs against these brokers, with the files in this directory. */
    KafkaReassignTool(String bootstrapServers, Path directory) {
        this.bootstrapServers = bootstrapServers;
        this.directory = directory;
    }

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
        List<String> arguments = new ArrayList<>(
                List.of("--bootstrap-server", bootstrapServers, "--reassignment-json-file", file.toString()));
        arguments.addAll(List.of(action));
        return TOOL.run(arguments);
    }
}
