package io.kafkasdk.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Downloads jars from a Maven repository by HTTP, a few at a time, and trusts none whose hash is not the listed one. */
final class JarDownload {
    static final String REPOSITORY_PROPERTY = "kafka.sdk.test.repository";

    private static final String MAVEN_CENTRAL = "https://repo.maven.apache.org/maven2";
    private static final int PARALLEL = 4;
    private static final int ATTEMPTS = 3;
    private static final Duration PROGRESS = Duration.ofSeconds(3);
    private static final Duration FILE_LIMIT = Duration.ofMinutes(3);

    private final URI repository;
    private final Consumer<String> progress;

    JarDownload(URI repository, Consumer<String> progress) {
        this.repository = repository;
        this.progress = progress;
    }

    static String configuredRepository() {
        return System.getProperty(REPOSITORY_PROPERTY, MAVEN_CENTRAL);
    }

    /** Returns when all are there; throws for the first that cannot be had. */
    void all(List<Jar> jars, Function<Jar, Path> destination) {
        progress.accept("Downloading " + jars.size() + " broker jars from " + repository + " (once per machine)");
        HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
        ExecutorService workers =
                Executors.newFixedThreadPool(PARALLEL, task -> new Thread(task, "kafka-sdk-download-broker-jars"));
        try {
            List<Future<?>> downloads = new ArrayList<>();
            for (Jar jar : jars) {
                downloads.add(workers.submit(() -> fetch(http, jar, destination.apply(jar))));
            }
            awaitAll(downloads);
        } finally {
            workers.shutdownNow();
        }
    }

    private void awaitAll(List<Future<?>> downloads) {
        long told = System.nanoTime();
        for (int done = 0; done < downloads.size(); ) {
            try {
                downloads.get(done).get(PROGRESS.toMillis(), TimeUnit.MILLISECONDS);
                done++;
            } catch (TimeoutException e) {
                // still busy; tell below and wait on
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaClusterException("Interrupted while broker jars were downloaded", e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KafkaClusterException failure
                        ? failure
                        : new KafkaClusterException("Downloading broker jars failed: " + e.getCause(), e);
            }
            if (System.nanoTime() - told > PROGRESS.toNanos()) {
                told = System.nanoTime();
                long there = downloads.stream().filter(Future::isDone).count();
                progress.accept("Downloaded " + there + " of " + downloads.size() + " broker jars");
            }
        }
    }

    private void fetch(HttpClient http, Jar jar, Path destination) {
        String root = repository.toString();
        URI url = URI.create((root.endsWith("/") ? root : root + "/") + jar.path());
        for (int attempt = 1; ; attempt++) {
            try {
                fetchOnce(http, url, jar, destination);
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new KafkaClusterException(failure(url, e.toString()), e);
                }
            }
        }
    }

    private static void fetchOnce(HttpClient http, URI url, Jar jar, Path destination) throws IOException {
        Path directory = Files.createDirectories(destination.getParent());
        Path part = Files.createTempFile(directory, jar.fileName(), ".part");
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(url).timeout(FILE_LIMIT).build();
            HttpResponse<Path> response = withinLimit(http.sendAsync(request, HttpResponse.BodyHandlers.ofFile(part)));
            if (response.statusCode() >= 500) {
                throw new IOException("HTTP status " + response.statusCode());
            }
            if (response.statusCode() != 200) {
                throw new KafkaClusterException(failure(url, "HTTP status " + response.statusCode()));
            }
            if (!jar.matches(part)) {
                throw new KafkaClusterException(failure(url, "its SHA-256 is not " + jar.sha256()));
            }
            Files.move(part, destination, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaClusterException("Interrupted while " + url + " was downloaded", e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The client's own time limit ends with the headers (JDK-8208693): a body that stalls must end too. */
    private static <T> T withinLimit(CompletableFuture<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get(FILE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("not complete after " + FILE_LIMIT.toMinutes() + " min", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }

    private static String failure(URI url, String why) {
        return "Could not download " + url + ": " + why + ". Behind a mirror set the system property "
                + REPOSITORY_PROPERTY + " to its URL; offline, copy a filled cache to this machine and name it by "
                + JarCache.DIRECTORY_PROPERTY;
    }
}
