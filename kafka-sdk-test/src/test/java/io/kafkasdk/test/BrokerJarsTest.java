package io.kafkasdk.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerJarsTest {
    private static final String CONTENT = "the bytes of a jar";

    @TempDir
    Path directory;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> progress = new CopyOnWriteArrayList<>();
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().getPath());
            int status = statuses.isEmpty() ? 200 : statuses.remove(0);
            byte[] body = CONTENT.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theListNamesEachJarOfABrokerOnceWithItsHash() {
        List<Jar> jars = BrokerJars.listed();

        assertThat(jars).doesNotHaveDuplicates().allMatch(jar -> jar.sha256().matches("[0-9a-f]{64}"));
        assertThat(jars)
                .extracting(Jar::artifact)
                .contains("kafka_2.13", "kafka-clients", "slf4j-simple")
                .doesNotContain("kafka-tools-api");
    }

    @Test
    void aJarOfTheLocalRepositoryIsUsedWithoutADownload() throws Exception {
        Jar jar = jar("local", CONTENT);
        Path file = write(directory.resolve("m2").resolve(jar.path()), CONTENT);

        assertThat(jars().paths(List.of(jar))).containsExactly(file);
        assertThat(requests).isEmpty();
    }

    @Test
    void aMissingJarIsDownloadedOnceAndThenFoundInTheCache() throws Exception {
        Jar jar = jar("remote", CONTENT);

        List<Path> first = jars().paths(List.of(jar));
        List<Path> second = jars().paths(List.of(jar));

        assertThat(first)
                .isEqualTo(second)
                .containsExactly(directory.resolve("cache").resolve(jar.path()));
        assertThat(first.get(0)).hasContent(CONTENT);
        assertThat(requests).containsExactly("/maven2/org/example/remote/1.0/remote-1.0.jar");
        assertThat(progress).singleElement().asString().contains("1 broker jars from " + repository());
    }

    @Test
    void aSpoiltJarIsReplacedWhereverItLies() throws Exception {
        Jar jar = jar("spoilt", CONTENT);
        write(directory.resolve("m2").resolve(jar.path()), "something else");
        Path cached = write(directory.resolve("cache").resolve(jar.path()), "half a j");

        assertThat(jars().paths(List.of(jar))).containsExactly(cached);
        assertThat(cached).hasContent(CONTENT);
    }

    @Test
    void aDownloadWithAnotherHashIsRefusedAndLeavesNothingBehind() throws Exception {
        Jar jar = jar("forged", "the real bytes");

        assertThatThrownBy(() -> jars().paths(List.of(jar)))
                .isInstanceOf(KafkaClusterException.class)
                .hasMessageContaining("forged-1.0.jar")
                .hasMessageContaining("SHA-256 is not " + jar.sha256());
        try (Stream<Path> left = Files.walk(directory.resolve("cache"))) {
            assertThat(left.filter(Files::isRegularFile))
                    .extracting(Path::getFileName)
                    .containsExactly(Path.of(".lock"));
        }
    }

    @Test
    void aMissingJarNamesUrlStatusAndTheMirrorProperty() throws Exception {
        statuses.add(404);

        assertThatThrownBy(() -> jars().paths(List.of(jar("absent", CONTENT))))
                .isInstanceOf(KafkaClusterException.class)
                .hasMessageContaining(repository() + "/org/example/absent/1.0/absent-1.0.jar: HTTP status 404")
                .hasMessageContaining("kafka.sdk.test.repository")
                .hasMessageContaining("kafka.sdk.test.cache");
        assertThat(requests).hasSize(1);
    }

    @Test
    void aServerErrorIsTriedAgain() throws Exception {
        statuses.addAll(List.of(503, 500));

        assertThat(jars().paths(List.of(jar("flaky", CONTENT)))).hasSize(1);
        assertThat(requests).hasSize(3);
    }

    @Test
    void anUnreachableRepositoryNamesUrlAndCure() throws Exception {
        URI nobody = repository();
        server.stop(0);

        assertThatThrownBy(() -> jars().paths(List.of(jar("unreachable", CONTENT))))
                .isInstanceOf(KafkaClusterException.class)
                .hasMessageContaining(nobody + "/org/example/unreachable")
                .hasMessageContaining("ConnectException")
                .hasMessageContaining("kafka.sdk.test.repository");
    }

    @Test
    void twoStartsAtOnceDownloadEachJarOnce() throws Exception {
        List<Jar> wanted = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            wanted.add(jar("shared-" + i, CONTENT));
        }
        List<Thread> starts = List.of(new Thread(() -> jars().paths(wanted)), new Thread(() -> jars().paths(wanted)));
        starts.forEach(Thread::start);
        for (Thread start : starts) {
            start.join();
        }

        assertThat(requests).hasSize(10).doesNotHaveDuplicates();
    }

    private BrokerJars jars() {
        JarCache cache = new JarCache(directory.resolve("cache"), new JarDownload(repository(), progress::add));
        return new BrokerJars(List.of(directory.resolve("m2")), cache);
    }

    private URI repository() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/maven2");
    }

    private static Jar jar(String artifact, String content) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
        return new Jar("org.example", artifact, "1.0", HexFormat.of().formatHex(digest));
    }

    private static Path write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
