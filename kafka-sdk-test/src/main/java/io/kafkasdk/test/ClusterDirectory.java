package io.kafkasdk.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory of one cluster: logs, which stay, and a {@code run} directory of everything else, which goes on close.
 *
 * <p>Lies under {@code target/kafka-cluster} of a Maven module, else under the temporary directory.
 */
final class ClusterDirectory implements AutoCloseable {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final Path path;

    private ClusterDirectory(Path path) {
        this.path = path;
    }

    static ClusterDirectory create() {
        return create(Path.of(System.getProperty("user.dir")), Path.of(System.getProperty("java.io.tmpdir")));
    }

    static ClusterDirectory create(Path working, Path temporary) {
        boolean maven = Files.isDirectory(working.resolve("target")) || Files.exists(working.resolve("pom.xml"));
        // The temporary directory is shared: what another user made there is not ours to write to.
        Path parent = maven
                ? working.resolve("target").resolve("kafka-cluster")
                : temporary.resolve("kafka-cluster-" + System.getProperty("user.name"));
        String stamp = LocalDateTime.now(ZoneId.systemDefault()).format(STAMP) + "-"
                + ProcessHandle.current().pid();
        try {
            Files.createDirectories(parent);
            return new ClusterDirectory(firstFree(parent, stamp));
        } catch (IOException e) {
            throw new UncheckedIOException("No directory for a cluster under " + parent, e);
        }
    }

    Path path() {
        return path;
    }

    Path log(int brokerId) {
        return path.resolve("broker-" + brokerId + ".log");
    }

    /** What the brokers need only while they live. */
    Path run() {
        return created(path.resolve("run"));
    }

    Path data(int brokerId) {
        return created(run().resolve("data-" + brokerId));
    }

    @Override
    public void close() {
        Path run = path.resolve("run");
        if (!Files.exists(run)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(run)) {
            List<Path> leavesFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : leavesFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not delete the brokers' data in " + run, e);
        }
    }

    private static Path firstFree(Path parent, String stamp) throws IOException {
        for (int i = 1; ; i++) {
            try {
                return Files.createDirectory(parent.resolve(stamp + "-" + i));
            } catch (FileAlreadyExistsException e) {
                // another cluster of this second; take the next number
            }
        }
    }

    private static Path created(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not create " + directory, e);
        }
    }
}
