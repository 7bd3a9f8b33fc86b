package io.kafkasdk.benchmarks;

import io.kafkasdk.benchmarks.child.ResultLine;
import io.kafkasdk.benchmarks.suite.ChildJvm;
import io.kafkasdk.benchmarks.suite.Interleaved;
import io.kafkasdk.benchmarks.suite.Interleaved.Track;
import io.kafkasdk.test.KafkaCluster;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long a Spring Boot application takes from {@code main} until it is ready: empty, with the starter,
 * and with the starter, a producer and a consumer, while the cluster is up, refuses connections, and accepts them without
 * an answer.
 */
public final class BootStartTrial {

    private static final String USAGE = """
            BootStartTrial ROUNDS

              ROUNDS  starts of each application, each in a JVM of its own; 15 is a start

            Starts one broker. Rounds interleave; build benchmarks/boot-start first.""";

    private static final Path TARGET = Path.of("benchmarks", "boot-start", "target");
    private static final String PACKAGE = "io.kafkasdk.benchmarks.boot.";
    private static final int HEAP_MEBIBYTES = 256;
    private static final double MILLISECOND = 1e6;

    /** What the starter brings, by the beginnings of the names of the files. */
    private static final List<String> OF_THE_STARTER = List.of(
            "kafka-sdk-core",
            "kafka-sdk-spring-boot-starter",
            "kafka-clients",
            "resilience4j",
            "micrometer-core",
            "lz4",
            "zstd",
            "snappy",
            "HdrHistogram",
            "LatencyUtils");

    private BootStartTrial() {}

    /** An application to start. */
    private record Application(String name, ChildJvm jvm, List<String> arguments) {

        long start() {
            return jvm.run(arguments, ResultLine::parse)[0];
        }
    }

    /**
     * Runs the trial and prints its lines.
     *
     * @param args the number of rounds
     * @throws IOException when the files of the applications cannot be listed
     */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            System.err.println(USAGE);
            return;
        }
        Locale.setDefault(Locale.ROOT);
        try (KafkaCluster cluster = KafkaCluster.builder().brokers(1).start();
                ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            cluster.createTopic("start", 1, 1);
            List<Application> applications = List.of(
                    new Application("empty", jvm("EmptyApplication", BootStartTrial::isOfBoot), List.of()),
                    starter("with the starter", "EmptyApplication", cluster.bootstrapServers()),
                    starter("with producer and consumer, cluster up", "KafkaApplication", cluster.bootstrapServers()),
                    starter("the same, connections refused", "KafkaApplication", "localhost:" + unusedPort()),
                    starter("the same, no answer", "KafkaApplication", "localhost:" + silent.getLocalPort()));
            // Warms the file cache.
            applications.forEach(Application::start);
            print(Interleaved.run(applications, Integer.parseInt(args[0]), Application::start));
        }
    }

    private static void print(Interleaved<Application, Long> starts) {
        for (Track<Application, Long> track : starts.tracks()) {
            System.out.printf(
                    "%-40s %5.0f ms, %+5.0f ms to the empty one in the same round; %.0f to %.0f ms%n",
                    track.side().name(),
                    track.median(nanos -> nanos) / MILLISECOND,
                    starts.extra(track, nanos -> nanos) / MILLISECOND,
                    track.least(nanos -> nanos) / MILLISECOND,
                    track.largest(nanos -> nanos) / MILLISECOND);
        }
    }

    private static Application starter(String name, String main, String servers) throws IOException {
        return new Application(
                name,
                jvm(main, file -> true),
                List.of("--spring.application.name=start", "--kafka-sdk.bootstrap-servers=" + servers));
    }

    private static ChildJvm jvm(String main, Predicate<String> wanted) throws IOException {
        try (Stream<Path> files = Files.list(TARGET.resolve("lib"))) {
            String lib = files.filter(file -> wanted.test(file.getFileName().toString()))
                    .map(Path::toString)
                    .sorted()
                    .collect(Collectors.joining(File.pathSeparator));
            return new ChildJvm(
                    Path.of(System.getProperty("java.home")),
                    TARGET.resolve("classes") + File.pathSeparator + lib,
                    PACKAGE + main,
                    HEAP_MEBIBYTES);
        }
    }

    private static boolean isOfBoot(String file) {
        return OF_THE_STARTER.stream().noneMatch(file::startsWith);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
