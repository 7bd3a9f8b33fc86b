package io.kafkasdk.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each fault is shown to be one: the times and errors are those a client sees against a plain server. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class FaultyLinkTest {
    private static final int SILENCE_MS = 300;
    private static final int PATIENCE_MS = 10_000;

    private EchoServer server;
    private FaultyLink link;

    @BeforeEach
    void open() throws IOException {
        server = new EchoServer();
        link = FaultyLink.listen("test", 0, server.port());
    }

    @AfterEach
    void close() throws IOException {
        link.close();
        server.close();
    }

    @Test
    void aHealthyLinkPassesAllBytesUnchangedAndInOrder() throws IOException {
        byte[] sent = new byte[3_000_000];
        new Random(1).nextBytes(sent);
        try (Socket client = connect()) {
            Thread writer = new Thread(() -> write(client, sent));
            writer.start();

            assertThat(client.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
        }
    }

    @Test
    void aHealthyLinkIsFastSoThatMeasuredDelaysAreThoseOfTheFaults() throws IOException {
        try (Socket client = connect()) {
            Duration shortest = Duration.ofDays(1);
            for (int i = 0; i < 20; i++) {
                Duration time = timeOf(() -> echo(client, "ping"));
                shortest = time.compareTo(shortest) < 0 ? time : shortest;
            }

            assertThat(shortest).isLessThan(Duration.ofMillis(200));
        }
    }

    @Test
    void latencyDelaysEachWay() throws IOException {
        try (Socket client = connect()) {
            link.latency(Direction.TO_BROKER, Duration.ofMillis(200));
            assertThat(timeOf(() -> echo(client, "ping"))).isGreaterThanOrEqualTo(Duration.ofMillis(200));

            link.latency(Direction.TO_CLIENT, Duration.ofMillis(200));
            assertThat(timeOf(() -> echo(client, "ping"))).isGreaterThanOrEqualTo(Duration.ofMillis(400));
        }
    }

    @Test
    void latencyDelaysButDoesNotLimitWhatIsUnderway() throws IOException {
        link.latency(Direction.BOTH, Duration.ofMillis(200));
        try (Socket client = connect()) {
            byte[] sent = new byte[1_000_000];
            // 62 chunks of 16 KB one after the other would take 12 s.
            assertThat(timeOf(() -> {
                        write(client, sent);
                        client.getInputStream().readNBytes(sent.length);
                    }))
                    .isBetween(Duration.ofMillis(400), Duration.ofSeconds(6));
        }
    }

    @Test
    void jitterSpreadsTheLatencyAroundItsMiddle() throws IOException {
        link.latency(Direction.TO_BROKER, Duration.ofMillis(60), Duration.ofMillis(50));
        try (Socket client = connect()) {
            Duration shortest = Duration.ofDays(1);
            Duration longest = Duration.ZERO;
            for (int i = 0; i < 30; i++) {
                Duration time = timeOf(() -> echo(client, "ping"));
                shortest = time.compareTo(shortest) < 0 ? time : shortest;
                longest = time.compareTo(longest) > 0 ? time : longest;
            }
            assertThat(shortest).isBetween(Duration.ofMillis(10), Duration.ofMillis(60));
            assertThat(longest).isGreaterThan(Duration.ofMillis(65));
        }
    }

    @Test
    void bandwidthTakesAsLongAsTheBytesNeedAtTheRate() throws IOException {
        link.bandwidth(Direction.TO_BROKER, 100_000);
        try (Socket client = connect()) {
            byte[] sent = new byte[50_000];
            assertThat(timeOf(() -> {
                        write(client, sent);
                        client.getInputStream().readNBytes(sent.length);
                    }))
                    .isBetween(Duration.ofMillis(500), Duration.ofSeconds(10));
        }
    }

    @Test
    void shortLivedConnectionsAreResetWhenTheirTimeHasComeTheOpenOnesToo() throws IOException {
        try (Socket before = connect()) {
            echo(before, "warm-up");
            long start = System.nanoTime();
            link.shortLived(Duration.ofMillis(300), Duration.ofMillis(600), 1);
            try (Socket after = connect()) {
                echo(after, "ping");
                assertReset(before);
                assertReset(after);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
        }
    }

    @Test
    void healedConnectionsLiveOn() throws IOException {
        link.shortLived(Duration.ofMillis(50), Duration.ofMillis(50), 1);
        try (Socket broken = connect()) {
            assertReset(broken);
        }

        link.heal();

        try (Socket client = connect()) {
            echo(client, "warm-up");
            assertSilent(client);
            echo(client, "ping");
        }
    }

    @Test
    void livesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> link.shortLived(Duration.ZERO, Duration.ofSeconds(1), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 ms");
        assertThatThrownBy(() -> link.shortLived(Duration.ofSeconds(2), Duration.ofSeconds(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBlackHoleSwallowsAllAndKeepsTheConnectionOpen() throws IOException {
        try (Socket client = connect()) {
            link.blackHole(Direction.TO_BROKER);
            write(client, "lost".getBytes(UTF_8));

            assertSilent(client);
            assertThat(server.received()).isZero();
            write(client, "still open".getBytes(UTF_8));
        }
    }

    @Test
    void aBlackHoleTowardsTheClientStillLetsRequestsArrive() throws IOException {
        try (Socket client = connect()) {
            link.blackHole(Direction.TO_CLIENT);
            write(client, "request".getBytes(UTF_8));

            assertSilent(client);
            assertThat(server.received()).isEqualTo("request".length());
        }
    }

    @Test
    void aBlackHoleHidesThatTheServerClosed() throws IOException {
        try (Socket client = connect()) {
            echo(client, "ping");
            link.blackHole(Direction.BOTH);
            server.closeConnections();

            assertSilent(client);
        }
    }

    @Test
    void healResetsAConnectionThatLostBytesAndSparesTheOthers() throws IOException {
        try (Socket damaged = connect();
                Socket idle = connect()) {
            echo(damaged, "ping");
            echo(idle, "ping");
            link.blackHole(Direction.BOTH);
            write(damaged, "lost".getBytes(UTF_8));
            assertSilent(damaged);

            link.heal();

            assertReset(damaged);
            echo(idle, "pong");
            try (Socket fresh = connect()) {
                echo(fresh, "pong");
            }
        }
    }

    @Test
    void healReleasesDataThatLatencyHolds() throws IOException {
        link.latency(Direction.TO_BROKER, Duration.ofMinutes(1));
        try (Socket client = connect()) {
            write(client, "late".getBytes(UTF_8));
            assertSilent(client);

            link.heal();

            assertThat(client.getInputStream().readNBytes(4)).isEqualTo("late".getBytes(UTF_8));
        }
    }

    @Test
    void resetBreaksLiveConnectionsAndAcceptsNewOnes() throws IOException {
        try (Socket client = connect()) {
            echo(client, "ping");

            link.reset();

            assertReset(client);
            assertThat(server.awaitResets(1)).isTrue();
            try (Socket fresh = connect()) {
                echo(fresh, "pong");
            }
        }
    }

    @Test
    void downRefusesNewConnectionsUntilHealedOnTheSamePort() throws IOException {
        String address = link.address();
        try (Socket client = connect()) {
            echo(client, "ping");

            link.down();

            assertReset(client);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            link.heal();
            assertThat(link.address()).isEqualTo(address);
            try (Socket fresh = connect()) {
                echo(fresh, "pong");
            }
        }
    }

    @Test
    void halfCloseEndsOneDirectionOnly() throws IOException {
        try (Socket client = connect()) {
            echo(client, "ping");

            link.halfClose(Direction.TO_BROKER);

            assertThat(server.awaitEnds(1)).isTrue();
            server.sendToAll("still talking");
            assertThat(client.getInputStream().readNBytes(13)).isEqualTo("still talking".getBytes(UTF_8));
        }
    }

    @Test
    void halfCloseTowardsTheClientIsTheEndOfItsStreamWhileRequestsStillArrive() throws IOException {
        try (Socket client = connect()) {
            echo(client, "ping");

            link.halfClose(Direction.TO_CLIENT);

            assertThat(client.getInputStream().read()).isEqualTo(-1);
            write(client, "request".getBytes(UTF_8));
            assertThat(server.awaitReceived("ping".length() + "request".length()))
                    .isTrue();
        }
    }

    @Test
    void aServerThatIsAwayIsAResetForTheClient() throws IOException {
        server.close();
        try (Socket client = connect()) {
            assertReset(client);
        }
    }

    @Test
    void theEndOfAConnectionPassesThroughBothWays() throws IOException {
        try (Socket client = connect()) {
            echo(client, "ping");
            client.shutdownOutput();
            assertThat(server.awaitEnds(1)).isTrue();

            server.closeConnections();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aClosedLinkLeavesNoThreadBehind() throws IOException {
        try (Socket client = connect()) {
            link.latency(Direction.BOTH, Duration.ofMinutes(1));
            write(client, "held".getBytes(UTF_8));
        }

        link.close();
        link.close();

        Awaitility.await()
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("kafka-sdk-link-")));
    }

    @Test
    void impossibleFaultsAreRefused() {
        assertThatThrownBy(() -> link.bandwidth(Direction.BOTH, 0)).hasMessageContaining("at least 1 byte");
        assertThatThrownBy(() -> link.latency(Direction.BOTH, Duration.ofMillis(-1)))
                .hasMessageContaining("negative");
        assertThatThrownBy(() -> link.latency(Direction.BOTH, Duration.ofMillis(1), Duration.ofMillis(2)))
                .hasMessageContaining("jitter is not larger");
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("localhost", Integer.parseInt(link.address().replace("localhost:", "")));
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static void write(Socket client, byte[] bytes) {
        try {
            client.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void echo(Socket client, String text) throws IOException {
        write(client, text.getBytes(UTF_8));
        assertThat(client.getInputStream().readNBytes(text.length())).isEqualTo(text.getBytes(UTF_8));
    }

    private static void assertSilent(Socket client) throws IOException {
        client.setSoTimeout(SILENCE_MS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(PATIENCE_MS);
    }

    private static void assertReset(Socket client) {
        assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("Connection reset");
    }

    private static Duration timeOf(Exchange exchange) throws IOException {
        long start = System.nanoTime();
        exchange.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private interface Exchange {
        void run() throws IOException;
    }
}
