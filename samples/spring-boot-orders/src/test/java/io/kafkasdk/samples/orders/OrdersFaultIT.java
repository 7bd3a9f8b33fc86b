package io.kafkasdk.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.samples.orders.HealthWatch.Reading;
import io.kafkasdk.samples.orders.OrdersProcess.Entered;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged application on three brokers, when things break and when it is told to go. */
@KafkaClusterTest(brokers = 3)
class OrdersFaultIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Handlers take 100 ms at most: what is longer than some seconds waits for something that it should not wait for. */
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(15);

    /** So many orders wait when the application is told to go that its handlers cannot be through before it goes. */
    private static final int BACKLOG = 300;

    private static boolean hasTopics;

    @BeforeEach
    void topicsAndJar(KafkaCluster cluster) {
        assumeThat(OrdersProcess.JAR).as("is made by: ./mvnw package").exists();
        if (!hasTopics) {
            OrdersTopics.create(cluster);
            hasTopics = true;
        }
    }

    @Test
    void repeatsNothingThatWasHandledBeforeASigtermUnderLoad(KafkaCluster cluster) throws Exception {
        List<Entered> before;
        Set<String> accepted;
        try (OrdersProcess first = OrdersProcess.start(cluster.bootstrapServers(), log("sigterm-first"))) {
            CompletableFuture<?> viewer = openPage(first);
            OrderLoad load = OrderLoad.start(first, 1);
            try (load) {
                await().atMost(PATIENCE)
                        .until(() -> load.accepted().size() > first.entered().size() + BACKLOG);
                long start = System.nanoTime();
                int code = first.terminate(EXIT_LIMIT);
                System.out.printf("SIGTERM: exit code %d after %d ms%n", code, (System.nanoTime() - start) / 1_000_000);
                assertThat(code).as("of a JVM that ended by SIGTERM").isIn(0, 143);
            }
            assertThat(viewer).isDone();
            before = first.entered();
            accepted = load.accepted();
        }
        assertThat(before)
                .as("there was work left, so that the drain had to stop in the middle")
                .hasSizeLessThan(accepted.size());

        try (OrdersProcess second = OrdersProcess.start(cluster.bootstrapServers(), log("sigterm-second"))) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                Set<String> handled = ids(before);
                handled.addAll(ids(second.entered()));
                assertThat(handled).containsAll(accepted);
            });
            assertThat(second.entered()).as("repeated").doesNotContainAnyElementsOf(before);
            assertThat(before).doesNotHaveDuplicates();
            System.out.printf(
                    "SIGTERM: %d orders accepted, %d handled before it, %d after the restart%n",
                    accepted.size(), before.size(), second.entered().size());
            assertThat(second.terminate(EXIT_LIMIT)).isIn(0, 143);
        }
    }

    @Test
    void losesNothingAndStaysHealthyWhenABrokerIsKilledUnderLoad(KafkaCluster cluster) throws Exception {
        try (OrdersProcess application = OrdersProcess.start(cluster.bootstrapServers(), log("broker-killed"));
                HealthWatch health = HealthWatch.start(application)) {
            OrderLoad load = OrderLoad.start(application, 2);
            try (load) {
                await().atMost(PATIENCE).until(() -> load.accepted().size() > 500);
                cluster.broker(2).kill();
                int atTheKill = load.accepted().size();
                await().atMost(PATIENCE).until(() -> load.accepted().size() > atTheKill + 2_000);
            } finally {
                cluster.startAll();
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ids(application.entered())).containsAll(load.accepted()));
            assertThat(keysIn(cluster)).containsAll(load.accepted());
            await().atMost(PATIENCE).until(() -> application.status("/actuator/health/readiness") == 200);
            assertThat(application.status("/actuator/health")).isEqualTo(200);

            List<Reading> readings = List.copyOf(health.readings());
            System.out.printf(
                    "Broker killed: %d orders accepted, others %s, %d looks at the health, %d of them not ready%n",
                    load.accepted().size(),
                    load.others(),
                    readings.size(),
                    readings.stream()
                            .filter(reading -> reading.readiness() != 200)
                            .count());
            assertThat(readings).extracting(Reading::liveness).containsOnly(200);
            assertThat(readings)
                    .as("two of three brokers take writes")
                    .extracting(Reading::readiness)
                    .containsOnly(200);
        }
    }

    /** A stream that never ends by itself must not hold up the shutdown. */
    private static CompletableFuture<?> openPage(OrdersProcess application) throws Exception {
        HttpClient browser = HttpClient.newHttpClient();
        HttpRequest live = HttpRequest.newBuilder(application.uri("/live")).build();
        Stream<String> lines = browser.send(live, BodyHandlers.ofLines()).body();
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> lines.forEach(line -> first.complete(null)));
        assertThat(first).succeedsWithin(Duration.ofSeconds(10));
        return ended;
    }

    private static Set<String> keysIn(KafkaCluster cluster) {
        return OrdersTopics.read(cluster.bootstrapServers(), OrdersTopics.ORDERS).stream()
                .map(OrdersTopics::id)
                .collect(Collectors.toSet());
    }

    private static Set<String> ids(List<Entered> run) {
        return run.stream().map(Entered::id).collect(Collectors.toSet());
    }

    private static Path log(String name) {
        return Path.of("target", "orders-process", name + ".log");
    }
}
