package io.kafkasdk.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a report says about the machine and the libraries, as far as it can be found out; Linux says most. */
final class MachineFacts {

    private static final Pattern NAMED = Pattern.compile("(kafka-clients|lz4-java|zstd-jni|snappy-java|spring-kafka"
            + "|smallrye-reactive-messaging-kafka|vertx-core|parallel-consumer-core|micrometer-core"
            + "|kafka-sdk-core)-\\d.*\\.jar");
    private static final String UNKNOWN = "unknown";

    private MachineFacts() {}

    /** Returns the machine's facts as they are now; the load is that of the minute before. */
    static Map<String, String> read() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processor", line(Path.of("/proc/cpuinfo"), "model name\\s*:\\s*(.+)"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("memory", line(Path.of("/proc/meminfo"), "MemTotal:\\s*(.+)"));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.put(
                "load average before",
                "%.2f".formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        facts.put("commit", commit());
        return facts;
    }

    /** Returns the libraries that count, by class path: the suite's own, and one for each peer that is built. */
    static Map<String, List<String>> libraries(Path peers) {
        Map<String, List<String>> libraries = new LinkedHashMap<>();
        libraries.put(
                "plain and SDK",
                named(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(Path::of)
                        .toList()));
        for (Path peer : list(peers)) {
            List<String> jars = named(list(peer.resolve("target").resolve("lib")));
            if (!jars.isEmpty()) {
                libraries.put(peer.getFileName().toString(), jars);
            }
        }
        return libraries;
    }

    private static List<String> named(List<Path> jars) {
        return jars.stream()
                .map(jar -> jar.getFileName() == null ? "" : jar.getFileName().toString())
                .filter(name -> NAMED.matcher(name).matches())
                .map(name -> name.substring(0, name.length() - ".jar".length()))
                .sorted()
                .toList();
    }

    private static List<Path> list(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + directory, e);
        }
    }

    private static String line(Path file, String pattern) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(Pattern.compile(pattern)::matcher)
                    .filter(Matcher::matches)
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElse(UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String commit() {
        String commit = output("git", "rev-parse", "--short=12", "HEAD");
        return output("git", "status", "--porcelain", "-uno").isEmpty() ? commit : commit + ", with changes";
    }

    private static String output(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
