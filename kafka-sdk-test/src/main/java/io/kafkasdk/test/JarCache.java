package io.kafkasdk.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/** Jars kept in a directory of this machine, laid out as a Maven repository and filled from a remote one. */
final class JarCache {
    static final String DIRECTORY_PROPERTY = "kafka.sdk.test.cache";

    /** File locks are per JVM, so threads of one JVM take turns here. */
    private static final Object TURN = new Object();

    private final Path directory;
    private final JarDownload download;

    JarCache(Path directory, JarDownload download) {
        this.directory = directory;
        this.download = download;
    }

    static JarCache configured(Consumer<String> progress) {
        String directory = System.getProperty(DIRECTORY_PROPERTY);
        Path path = directory == null
                ? Path.of(System.getProperty("user.home"), ".cache", "kafka-sdk", "broker-jars")
                : Path.of(directory);
        return new JarCache(path, new JarDownload(URI.create(JarDownload.configuredRepository()), progress));
    }

    /** Returns the jars' paths and downloads what is missing; while another JVM does so, waits for it. */
    List<Path> fetch(List<Jar> jars) {
        synchronized (TURN) {
            try {
                Files.createDirectories(directory);
                try (FileChannel channel = FileChannel.open(
                                directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    List<Jar> missing =
                            jars.stream().filter(jar -> !jar.matches(file(jar))).toList();
                    if (lock.isValid() && !missing.isEmpty()) {
                        download.all(missing, this::file);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "Could not use the cache of broker jars " + directory
                                + "; name another one by the system property " + DIRECTORY_PROPERTY,
                        e);
            }
        }
        return jars.stream().map(this::file).toList();
    }

    private Path file(Jar jar) {
        return directory.resolve(jar.path());
    }
}
