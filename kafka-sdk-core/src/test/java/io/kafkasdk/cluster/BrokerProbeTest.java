package io.kafkasdk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.internal.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BrokerProbeTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Expectation PLAINTEXT = new Expectation(false, null);
    private static final Expectation SASL = new Expectation(false, "PLAIN");
    private static final Expectation TLS = new Expectation(true, null);
    private static final String HANGS_UP =
            " accepts the connection and closes it without a word: no broker is behind it, or the"
                    + " broker takes no more connections";
    private static final byte[] TLS_ALERT = {0x15, 0x03, 0x03, 0, 2, 2, 40};

    @Test
    void namesABrokerWhosePortRefusesAndNotTheOneThatAnswers() throws IOException {
        try (FakeListener alive = FakeListener.plain(BrokerProbeTest::answer)) {
            String dead = closedPort();
            assertThat(silent(Map.of(1, alive.address(), 3, dead), PLAINTEXT, LIMIT))
                    .containsOnly(Map.entry(3, dead + " refuses the connection: nothing listens there"));
        }
    }

    @Test
    void namesABrokerThatAcceptsAndSaysNothingWithinTheLimit() throws IOException {
        try (FakeListener frozen =
                FakeListener.plain(socket -> socket.getInputStream().readAllBytes())) {
            Duration limit = Duration.ofMillis(1_200);
            long start = System.nanoTime();
            Map<Integer, String> silent = silent(Map.of(2, frozen.address()), PLAINTEXT, limit);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit.plus(BusyMachine.ALLOWANCE));
            assertThat(silent).containsOnlyKeys(2);
            assertThat(silent.get(2)).startsWith(frozen.address() + " ");
        }
    }

    @Test
    void namesABrokerBehindABalancerThatHangsUp() throws IOException {
        try (FakeListener balancer = FakeListener.plain(Socket::close)) {
            assertThat(silent(Map.of(2, balancer.address()), PLAINTEXT, LIMIT).get(2))
                    .endsWith(HANGS_UP)
                    .doesNotContain("answers, but");
            assertThat(silent(Map.of(2, balancer.address()), TLS, LIMIT).get(2)).endsWith(HANGS_UP);
        }
    }

    @Test
    void aSecuredBrokerThatAnswersInItsOwnWayIsAlive() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (FakeListener sasl = FakeListener.plain(socket -> {
                    connections.incrementAndGet();
                    answer(socket);
                });
                FakeListener tls = FakeListener.plain(socket -> {
                    socket.getInputStream().readNBytes(3);
                    socket.getOutputStream().write(TLS_ALERT);
                })) {
            assertThat(silent(Map.of(1, sasl.address()), SASL, LIMIT)).isEmpty();
            assertThat(connections).as("one connection, and no login begun").hasValue(1);
            assertThat(silent(Map.of(1, tls.address()), TLS, LIMIT)).isEmpty();
            // A listener with other security than ours is a broker all the same.
            assertThat(silent(Map.of(1, tls.address()), PLAINTEXT, LIMIT)).isEmpty();
        }
    }

    @Test
    void fiftyBrokersAreAskedByEightThreads() throws IOException {
        List<FakeListener> listeners = new ArrayList<>();
        AtomicInteger busiest = new AtomicInteger();
        Map<Integer, String> addresses = new TreeMap<>();
        try {
            for (int id = 1; id <= 50; id++) {
                FakeListener listener = FakeListener.plain(socket -> {
                    busiest.accumulateAndGet((int) probeThreads(), Math::max);
                    answer(socket);
                });
                listeners.add(listener);
                addresses.put(id, listener.address());
            }
            String dead = closedPort();
            addresses.put(51, dead);
            assertThat(silent(addresses, PLAINTEXT, LIMIT)).containsOnlyKeys(51);
            assertThat(busiest.get()).isBetween(1, 8);
        } finally {
            listeners.forEach(FakeListener::close);
        }
    }

    @Test
    void aBrokerThatThereWasNoTimeToAskIsNotCalledSilent() throws IOException {
        assertThat(BrokerProbe.ask(Map.of(1, closedPort()), PLAINTEXT, Deadline.in(Duration.ofMillis(50))))
                .isEmpty();
    }

    @Test
    void aBrokerThatGotLessThanASecondIsNotCalledSilentForSayingNothingButForRefusing() throws IOException {
        try (FakeListener slow =
                FakeListener.plain(socket -> socket.getInputStream().readAllBytes())) {
            String dead = closedPort();
            assertThat(BrokerProbe.ask(
                            Map.of(1, slow.address(), 2, dead), PLAINTEXT, Deadline.in(Duration.ofMillis(500))))
                    .containsOnlyKeys(2);
        }
    }

    private static Map<Integer, String> silent(
            Map<Integer, String> addresses, Expectation expectation, Duration limit) {
        Map<Integer, String> silent = new TreeMap<>();
        BrokerProbe.ask(addresses, expectation, Deadline.in(limit))
                .forEach((id, answer) -> answer.ifPresent(what -> silent.put(id, what)));
        return silent;
    }

    /** Answers any request with its own correlation id, as Kafka does. */
    private static void answer(Socket socket) throws IOException {
        ByteBuffer request = ByteBuffer.wrap(FakeListener.readRequest(socket));
        int correlationId = request.getInt(2 * Short.BYTES);
        socket.getOutputStream()
                .write(ByteBuffer.allocate(8).putInt(4).putInt(correlationId).array());
    }

    private static long probeThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kafka-sdk-probe-brokers-"))
                .count();
    }

    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }
}
