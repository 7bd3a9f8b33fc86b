package io.kafkasdk.spring.boot;

import static io.kafkasdk.spring.boot.FailureTexts.analyze;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;

/** Whether the start of an application waits for its clusters. Nothing listens at the ports 1 and 2 of this host. */
class FailFastTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KafkaSdkAutoConfiguration.class))
            .withPropertyValues("spring.application.name=orders");
    private final ApplicationContextRunner failFast = application.withPropertyValues("kafka-sdk.fail-fast=true");

    @Test
    void byDefaultTheStartConnectsToNothing() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            application
                    .withPropertyValues("kafka-sdk.bootstrap-servers=localhost:" + listener.getLocalPort())
                    .run(context -> {
                        assertThat(context).hasNotFailed().doesNotHaveBean(ConnectionCheck.class);
                        listener.setSoTimeout(1);
                        assertThat(acceptsOne(listener)).isFalse();
                    });
        }
    }

    @Test
    void everyClusterThatCannotBeUsedIsToldBeforeAnythingStarts() {
        Started started = new Started();
        failFast.withPropertyValues(
                        "kafka-sdk.bootstrap-servers=localhost:1",
                        "kafka-sdk.clusters.eu.bootstrap-servers=localhost:2")
                .withBean(Started.class, () -> started)
                .run(context -> {
                    FailureAnalysis analysis = analyze(context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .contains("Cluster 'default' cannot be used: ", "Cluster 'eu' cannot be used: ")
                            .contains("localhost:1 refuses the connection: nothing listens there")
                            .contains("localhost:2 refuses the connection: nothing listens there");
                    assertThat(analysis.getAction())
                            .contains("check the port in kafka-sdk.bootstrap-servers, and that the broker runs")
                            .contains("check the port in kafka-sdk.clusters.eu.bootstrap-servers")
                            .contains("or start without it and connect when it is there: kafka-sdk.fail-fast=false")
                            .doesNotContain("ClusterSettings", "bootstrapServers");
                });
        assertThat(started.starts).hasValue(0);
    }

    @Test
    void isNotThereWhenSwitchedOff() {
        failFast.withPropertyValues("kafka-sdk.enabled=false", "kafka-sdk.bootstrap-servers=localhost:1")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ConnectionCheck.class));
    }

    private static boolean acceptsOne(ServerSocket listener) throws IOException {
        try {
            listener.accept().close();
            return true;
        } catch (SocketTimeoutException none) {
            return false;
        }
    }

    /** The first that starts of all. */
    private static final class Started implements SmartLifecycle {

        private final AtomicInteger starts = new AtomicInteger();

        @Override
        public void start() {
            starts.incrementAndGet();
        }

        @Override
        public void stop() {}

        @Override
        public boolean isRunning() {
            return false;
        }

        @Override
        public int getPhase() {
            return Integer.MIN_VALUE;
        }
    }
}
