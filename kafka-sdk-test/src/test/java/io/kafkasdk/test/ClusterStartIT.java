package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How a start fails, and how it recovers. */
class ClusterStartIT {
    private static final Pattern FIRST_PORT = Pattern.compile("Starting Kafka at localhost:(\\d+)");

    @Test
    void aBrokerThatEndsAtStartShowsTheEndOfItsLogAndWhereItIs() {
        assertThatThrownBy(() -> KafkaCluster.builder()
                        .brokers(1)
                        .brokerProperty("num.io.threads", "none")
                        .start())
                .isInstanceOf(KafkaClusterException.class)
                .hasMessageContaining("Broker 1 ended while it started")
                .hasMessageContaining("broker-1.log")
                .hasMessageContaining("Invalid value none for configuration num.io.threads");
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @Test
    void aPortTakenByAStrangerAtTheLastMomentMeansANewStartOnOtherPorts() throws IOException {
        assumeTrue(Backend.configured() == Backend.PROCESS);
        List<String> progress = new ArrayList<>();
        List<ServerSocket> strangers = new ArrayList<>();

        try (KafkaCluster cluster = KafkaCluster.builder()
                .brokers(1)
                .onProgress(line -> {
                    progress.add(line);
                    Matcher matcher = FIRST_PORT.matcher(line);
                    if (strangers.isEmpty() && matcher.find()) {
                        strangers.add(listen(Integer.parseInt(matcher.group(1))));
                    }
                })
                .start()) {
            assertThat(strangers).hasSize(1);
            assertThat(cluster.bootstrapServers())
                    .doesNotContain(Integer.toString(strangers.get(0).getLocalPort()));
            assertThat(cluster.broker(1).isRunning()).isTrue();
            assertThat(progress).anyMatch(line -> line.contains("trying other ports"));
        } finally {
            for (ServerSocket stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void aJvmOptionIsForOneBrokerAndForEachOfItsStarts() throws IOException {
        try (KafkaCluster cluster = KafkaCluster.builder()
                .brokers(3)
                .backend(Backend.PROCESS)
                .brokerJvmOption(2, "-showversion")
                .start()) {
            cluster.broker(2).kill();
            cluster.broker(2).start();

            assertThat(Files.readAllLines(cluster.broker(2).log()))
                    .filteredOn(line -> line.contains("Runtime Environment"))
                    .hasSize(2);
            assertThat(cluster.broker(1).log()).content().doesNotContain("Runtime Environment");
        }
    }

    @Test
    void aJvmOptionForABrokerThatIsNotThereIsRefused() {
        KafkaClusterBuilder one = KafkaCluster.builder().brokers(1).brokerJvmOption(2, "-showversion");

        assertThatThrownBy(one::start)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("JVM options are for broker 2, but ids go from 1 to 1");
        assertThatThrownBy(() -> one.brokerJvmOption(1, "showversion"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins with '-'");
    }

    private static ServerSocket listen(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getByName("localhost"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
