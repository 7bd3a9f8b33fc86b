package io.kafkasdk.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Finds the jars that a broker runs from: in the local Maven repository, in the kit's cache, else by download into it.
 *
 * <p>They are no dependencies of this module, so that Scala, Jackson and Log4j stay out of the class path of its users.
 */
final class BrokerJars {
    private static final String LIST = "broker-jars.txt";

    /** A jar is hashed once per JVM, not once per cluster. */
    private static final Set<Path> VERIFIED = ConcurrentHashMap.newKeySet();

    private final List<Path> repositories;
    private final JarCache cache;

    BrokerJars(List<Path> repositories, JarCache cache) {
        this.repositories = List.copyOf(repositories);
        this.cache = cache;
    }

    /** Finds them where the system properties and the environment of this JVM say. */
    static List<Path> locate(Consumer<String> progress) {
        return new BrokerJars(localRepositories(), JarCache.configured(progress)).paths(listed());
    }

    /** Paths of all jars; blocks for the download of those that are nowhere, some seconds for all on a good line. */
    List<Path> paths(List<Jar> jars) {
        List<Path> found = new ArrayList<>();
        List<Jar> missing = new ArrayList<>();
        for (Jar jar : jars) {
            locally(jar).ifPresentOrElse(found::add, () -> missing.add(jar));
        }
        if (!missing.isEmpty()) {
            found.addAll(cache.fetch(missing));
        }
        VERIFIED.addAll(found);
        return found;
    }

    static List<Jar> listed() {
        try (InputStream in = BrokerJars.class.getResourceAsStream(LIST)) {
            if (in == null) {
                throw new KafkaClusterException("Resource " + LIST + " is missing from kafka-sdk-test");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Jar::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read resource " + LIST, e);
        }
    }

    private Optional<Path> locally(Jar jar) {
        return repositories.stream()
                .map(repository -> repository.resolve(jar.path()))
                .filter(file -> VERIFIED.contains(file) || jar.matches(file))
                .findFirst();
    }

    /** Maven's own property first, then Surefire's, then the default place. */
    private static List<Path> localRepositories() {
        List<Path> repositories = new ArrayList<>();
        for (String property : List.of("maven.repo.local", "localRepository")) {
            String path = System.getProperty(property);
            if (path != null && !path.isBlank()) {
                repositories.add(Path.of(path));
            }
        }
        repositories.add(Path.of(System.getProperty("user.home"), ".m2", "repository"));
        return repositories;
    }
}
