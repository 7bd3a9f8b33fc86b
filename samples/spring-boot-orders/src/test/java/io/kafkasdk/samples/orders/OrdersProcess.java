package io.kafkasdk.samples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged application as operators run it: {@code java -jar orders.jar}, in a process of its own. */
final class OrdersProcess implements AutoCloseable {

    static final Path JAR = Path.of("target", "orders.jar");

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern ENTERED = Pattern.compile("Entered order (\\S+) of (\\S+) at (\\d+)");
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final HttpClient http;
    private final Process process;
    private final Path log;
    private final int port;

    private OrdersProcess(HttpClient http, Process process, Path log, int port) {
        this.http = http;
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * A record that the handler finished.
     *
     * @param id the order in it
     * @param partition topic and partition, such as orders-3
     * @param offset its offset
     */
    record Entered(String id, String partition, long offset) {}

    /** Starts it and blocks until its web server listens. */
    static OrdersProcess start(String bootstrapServers, Path log) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                JAR.toString(),
                "--server.port=0",
                "--kafka-sdk.bootstrap-servers=" + bootstrapServers,
                "--logging.level." + OrderHandler.class.getName() + "=debug");
        Files.createDirectories(log.getParent());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            List<Integer> ports = new ArrayList<>();
            await().atMost(START_LIMIT).until(() -> {
                assertThat(process.isAlive()).as(() -> text(log)).isTrue();
                matches(PORT, log).forEach(match -> ports.add(Integer.valueOf(match.group(1))));
                return !ports.isEmpty();
            });
            return new OrdersProcess(HttpClient.newHttpClient(), process, log, ports.get(0));
        } catch (RuntimeException | Error failed) {
            process.destroyForcibly();
            throw failed;
        }
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    /** Asks, and answers the status. */
    int status(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** Asks, and answers the body. */
    String get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString())
                .body();
    }

    /** The records that the handler finished, in the order of its log. */
    List<Entered> entered() {
        return matches(ENTERED, log).stream()
                .map(match -> new Entered(match.group(1), match.group(2), Long.parseLong(match.group(3))))
                .toList();
    }

    /** What it logged. */
    String log() {
        return text(log);
    }

    /** Sends SIGTERM and blocks until it has ended; answers its exit code. */
    int terminate(Duration limit) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                .as("ended within %s s of SIGTERM; its log: %s", limit.toSeconds(), log)
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static List<Matcher> matches(Pattern pattern, Path log) {
        List<Matcher> found = new ArrayList<>();
        text(log).lines().map(pattern::matcher).filter(Matcher::find).forEach(found::add);
        return found;
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
