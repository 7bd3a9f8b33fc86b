package io.kafkasdk.producer;

import static io.kafkasdk.producer.ProducerSide.failureOf;
import static io.kafkasdk.producer.ProducerSide.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a user sees who has the address, the port or the security wrong: natively always the same timeout. */
@KafkaClusterTest(brokers = 1)
class UnreachableIT {

    private static final Duration MAX_BLOCK = Duration.ofMillis(700);
    /** The look that explains the failure, and the slowness of a busy build machine. */
    private static final Duration EXPLANATION = Duration.ofMillis(1_300);

    @Test
    void aPortThatRefusesIsNamedSoonAfterTheCallersBound() throws IOException {
        String address = closedPort();
        SendFailedException failure = sendTo(ClusterSettings.of(address));
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(failure.outcome()).isInstanceOf(SendOutcome.Rejected.class);
        assertThat(failure).hasMessageContaining(address + " refuses the connection");
    }

    @Test
    void aListenerThatSaysNothingIsNamedSoonAfterTheCallersBound() throws IOException {
        // Its backlog accepts connections that nobody reads.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + silent.getLocalPort();
            SendFailedException failure = sendTo(ClusterSettings.of(address));
            assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE);
            assertThat(failure).hasMessageContaining(address + " accepts the connection but says nothing");
        }
    }

    @Test
    void tlsTowardsAPlainListenerIsNamed(KafkaCluster cluster) {
        SendFailedException failure =
                sendTo(ClusterSettings.of(cluster.bootstrapServers()).security(new SecuritySettings.Tls(null, null)));
        assertThat(failure.kind()).isEqualTo(ErrorKind.MISCONFIGURED);
        assertThat(failure).hasMessageContaining("is a Kafka listener without TLS, but this client speaks SSL");
    }

    @Test
    void aLoginTowardsAListenerWithoutSaslIsNamedWithoutTheSecret(KafkaCluster cluster) {
        SendFailedException failure = sendTo(ClusterSettings.of(cluster.bootstrapServers())
                .security(new SecuritySettings.Sasl(
                        SecuritySettings.Mechanism.PLAIN, "me", Secret.of("secret-word"), null)));
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
        assertThat(failure).hasMessageContaining("PLAIN").hasMessageNotContaining("secret-word");
    }

    @Test
    void aSnapshotSaysWhoIsThereOrWhyNobodyAnswers(KafkaCluster cluster) throws IOException {
        try (ProducerSide sdk = new ProducerSide(ClusterSettings.of(cluster.bootstrapServers()), AcksRules.DEFAULT)) {
            assertThat(sdk.inspector().snapshot().brokers()).singleElement().satisfies(broker -> {
                assertThat(broker.id()).isEqualTo(1);
                assertThat(broker.rack()).isEqualTo("rack-1");
            });
        }
        String address = closedPort();
        try (ProducerSide lost = new ProducerSide(ClusterSettings.of(address), AcksRules.DEFAULT)) {
            assertThatThrownBy(() -> lost.inspector().snapshot())
                    .isInstanceOf(KafkaSdkException.class)
                    .hasMessageContaining(address + " refuses the connection");
        }
    }

    private static SendFailedException sendTo(ClusterSettings settings) {
        try (ProducerSide sdk = new ProducerSide(settings, AcksRules.DEFAULT)) {
            GuardedProducer<String, String> producer = sdk.open(settings("lost").maxBlock(MAX_BLOCK));
            long start = System.nanoTime();
            CompletableFuture<SendReceipt> send = producer.send("orders", "key", "value");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MAX_BLOCK.plus(BusyMachine.ALLOWANCE));
            SendFailedException failure = failureOf(send, Duration.ofSeconds(10));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(MAX_BLOCK.plus(EXPLANATION).plus(BusyMachine.ALLOWANCE));
            return failure;
        }
    }

    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
