package io.kafkasdk.spring.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import io.kafkasdk.spring.boot.RecordFormatsAutoConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A cluster that is not there does not keep an application from starting, nor from stopping. */
@ExtendWith(OutputCaptureExtension.class)
class UnreachableClusterIT {

    private static final Logger log = LoggerFactory.getLogger(UnreachableClusterIT.class);

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaSdkAutoConfiguration.class,
                    RecordFormatsAutoConfiguration.class,
                    KafkaSdkHandlerAutoConfiguration.class))
            .withPropertyValues("spring.application.name=shop")
            .withBean(Handler.class);

    @Test
    void startsAtOnceWhereNothingListens() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        startsAtOnceAndLeavesNothingRunning(port);
    }

    @Test
    void startsAtOnceWhereNobodyAnswers() throws IOException {
        try (ServerSocket blackHole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            startsAtOnceAndLeavesNothingRunning(blackHole.getLocalPort());
        }
    }

    @Test
    void startsAtOnceWhereNoNameResolvesAndTriesAgainUntilItStops(CapturedOutput output) {
        List<ManagedConsumer> consumers = new CopyOnWriteArrayList<>();
        application
                .withPropertyValues("kafka-sdk.bootstrap-servers=no-such-host.invalid:9092")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    consumers.addAll(
                            context.getBean(HandlerConsumers.class).byName().values());
                    await().atMost(Duration.ofSeconds(20))
                            .untilAsserted(() -> assertThat(output)
                                    .contains("group 'shop.one' does not start yet")
                                    .contains("group 'shop.two' does not start yet")
                                    .contains("no host in bootstrapServers resolves"));
                    assertThat(consumers).noneMatch(one -> one.state() == ConsumerState.FAILED);
                });
        assertThat(consumers).hasSize(2).extracting(ManagedConsumer::state).containsOnly(ConsumerState.CLOSED);
        await().untilAsserted(() -> {
            assertThat(threads("kafka-sdk-start-shop.")).isEmpty();
            assertThat(threads(KeepAlive.THREAD)).isEmpty();
        });
    }

    /** Closes while the start is under way. */
    private void startsAtOnceAndLeavesNothingRunning(int port) {
        ApplicationContextRunner unreachable =
                application.withPropertyValues("kafka-sdk.bootstrap-servers=127.0.0.1:" + port);
        // So that the figure below is not that of loading classes.
        unreachable.withPropertyValues("kafka-sdk.auto-start=false").run(context -> {});
        List<ManagedConsumer> consumers = new CopyOnWriteArrayList<>();
        long began = System.nanoTime();
        unreachable.run(context -> {
            log.info("The context started in {} ms without a cluster", millisSince(began));
            assertThat(context).hasNotFailed();
            assertThat(threads("kafka-sdk-start-shop."))
                    .as("starts that still ask the cluster, for 5 s in all")
                    .hasSize(2);
            consumers.addAll(context.getBean(HandlerConsumers.class).byName().values());
            await().until(() -> consumers.stream().allMatch(one -> one.state() == ConsumerState.RUNNING));
        });
        long took = millisSince(began);
        log.info("The context was closed {} ms after its start began", took);
        assertThat(consumers).extracting(ManagedConsumer::state).containsOnly(ConsumerState.CLOSED);
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(threads("kafka-sdk-poll-shop.")).isEmpty();
            assertThat(threads("kafka-sdk-start-shop.")).isEmpty();
        });
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    private static long millisSince(long began) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    static final class Handler {

        @HandlesRecords(value = "one", topics = "orders")
        void one(String value) {}

        @HandlesRecords(value = "two", topics = "orders")
        void two(String value) {}
    }
}
