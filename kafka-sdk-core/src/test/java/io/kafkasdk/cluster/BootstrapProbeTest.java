package io.kafkasdk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootstrapProbeTest {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    /** Long enough to connect on a machine that does something else. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final SecuritySettings TLS = new SecuritySettings.Tls(null, null);
    private static final SecuritySettings SASL =
            new SecuritySettings.Sasl(SecuritySettings.Mechanism.PLAIN, "me", Secret.of("secret-word"), null);

    @Test
    void namesAPortThatRefuses() throws IOException {
        String address = closedPort();
        Diagnosis found = run(ClusterSettings.of(address), LIMIT).orElseThrow();
        assertThat(found.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(found.text()).contains(address + " refuses the connection").contains("check the port");
    }

    @Test
    void namesAHostThatDoesNotResolve() {
        Diagnosis found =
                run(ClusterSettings.of("no-such-host.invalid:9092"), LIMIT).orElseThrow();
        assertThat(found.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(found.text())
                .contains("no-such-host.invalid:9092")
                .containsAnyOf("does not resolve", "does not answer");
    }

    @Test
    void namesAListenerThatSaysNothingWithinTheLimit() throws IOException {
        try (FakeListener silent =
                FakeListener.plain(socket -> socket.getInputStream().readAllBytes())) {
            long start = System.nanoTime();
            Diagnosis found = run(ClusterSettings.of(silent.address()), SHORT).orElseThrow();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.plus(BusyMachine.ALLOWANCE));
            assertThat(found.kind()).isEqualTo(ErrorKind.UNREACHABLE);
            assertThat(found.text()).contains(silent.address() + " accepts the connection but says nothing");
        }
    }

    @Test
    void namesATlsListenerWhenWeSpeakPlaintext(@TempDir Path directory) throws Exception {
        try (FakeListener tls = tlsListener(directory)) {
            Diagnosis found = run(ClusterSettings.of(tls.address()), LIMIT).orElseThrow();
            assertThat(found.kind()).isEqualTo(ErrorKind.MISCONFIGURED);
            assertThat(found.text())
                    .contains(tls.address() + " is a TLS listener, but this client speaks PLAINTEXT")
                    .contains("Tls");
        }
    }

    @Test
    void acceptsATlsListenerWithoutTrustingIt(@TempDir Path directory) throws Exception {
        try (FakeListener tls = tlsListener(directory)) {
            assertThat(run(ClusterSettings.of(tls.address()).security(TLS), LIMIT))
                    .isEmpty();
        }
    }

    @Test
    void namesAPlainKafkaListenerWhenWeSpeakTls() throws IOException {
        try (FakeListener kafka = FakeListener.plain(BootstrapProbeTest::likeKafka)) {
            Diagnosis found = run(ClusterSettings.of(kafka.address()).security(TLS), LIMIT)
                    .orElseThrow();
            assertThat(found.kind()).isEqualTo(ErrorKind.MISCONFIGURED);
            assertThat(found.text()).contains("is a Kafka listener without TLS, but this client speaks SSL");
        }
    }

    @Test
    void namesAnHttpServer() throws IOException {
        try (FakeListener http = FakeListener.plain(BootstrapProbeTest::likeHttp)) {
            Diagnosis found = run(ClusterSettings.of(http.address()), LIMIT).orElseThrow();
            assertThat(found.kind()).isEqualTo(ErrorKind.MISCONFIGURED);
            assertThat(found.text()).contains("does not answer as Kafka does, but like an HTTP server");
        }
    }

    @Test
    void namesASaslListenerWhenWeBringNoLogin() throws IOException {
        try (FakeListener sasl = FakeListener.plain(BootstrapProbeTest::likeKafkaBeforeLogin)) {
            Diagnosis found = run(ClusterSettings.of(sasl.address()), LIMIT).orElseThrow();
            assertThat(found.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
            assertThat(found.text()).contains("demands SASL, but this client speaks PLAINTEXT");
        }
    }

    @Test
    void namesAMechanismThatIsNotOfferedAndThoseThatAre() throws IOException {
        try (FakeListener sasl = FakeListener.plain(BootstrapProbeTest::likeScramOnly)) {
            Diagnosis found = run(ClusterSettings.of(sasl.address()).security(SASL), LIMIT)
                    .orElseThrow();
            assertThat(found.kind()).isEqualTo(ErrorKind.UNAUTHENTICATED);
            assertThat(found.text())
                    .contains("does not offer the SASL mechanism PLAIN; it offers SCRAM-SHA-512")
                    .doesNotContain("secret-word");
        }
    }

    @Test
    void oneGoodAddressIsEnough() throws IOException {
        try (FakeListener kafka = FakeListener.plain(BootstrapProbeTest::likeKafka)) {
            assertThat(run(ClusterSettings.of(closedPort(), kafka.address()), LIMIT))
                    .isEmpty();
        }
    }

    private static Optional<Diagnosis> run(ClusterSettings cluster, Duration limit) {
        return new BootstrapProbe(cluster).run(limit);
    }

    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    private static void likeKafka(Socket socket) throws IOException {
        while (true) {
            answer(socket, FakeListener.readRequest(socket), new byte[10]);
        }
    }

    private static void likeKafkaBeforeLogin(Socket socket) throws IOException {
        for (byte[] request = FakeListener.readRequest(socket); api(request) == 18; ) {
            answer(socket, request, new byte[10]);
            request = FakeListener.readRequest(socket);
        }
    }

    private static void likeScramOnly(Socket socket) throws IOException {
        while (true) {
            byte[] request = FakeListener.readRequest(socket);
            byte[] name = "SCRAM-SHA-512".getBytes(StandardCharsets.UTF_8);
            ByteBuffer refusal = ByteBuffer.allocate(2 + 4 + 2 + name.length)
                    .putShort((short) 33)
                    .putInt(1)
                    .putShort((short) name.length)
                    .put(name);
            answer(socket, request, api(request) == 17 ? refusal.array() : new byte[10]);
        }
    }

    private static void likeHttp(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        if (in.read() >= 0) {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            in.readNBytes(in.available());
        }
    }

    private static short api(byte[] request) {
        return ByteBuffer.wrap(request).getShort();
    }

    private static void answer(Socket socket, byte[] request, byte[] body) throws IOException {
        int correlationId = ByteBuffer.wrap(request).getInt(4);
        socket.getOutputStream()
                .write(ByteBuffer.allocate(8 + body.length)
                        .putInt(4 + body.length)
                        .putInt(correlationId)
                        .put(body)
                        .array());
    }

    private static FakeListener tlsListener(Path directory) throws Exception {
        Path store = directory.resolve("throw-away.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-alias",
                        "broker",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), null, null);
        ServerSocket server =
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return FakeListener.on(server, socket -> ((SSLSocket) socket).startHandshake());
    }
}
