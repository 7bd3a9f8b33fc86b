package io.kafkasdk.benchmarks;

import io.kafkasdk.benchmarks.Reading.Result;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.tuning.TuningProfile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Reads a backlog and a paced stream with the consumer's side of each profile, and prints medians as ratios to Kafka's own
 * defaults in the same run.
 *
 * <p>Usage: {@code ReadingTrial FILE.ndjson [ROUNDS]}.
 */
public final class ReadingTrial {

    private static final String KAFKA_DEFAULT = "Kafka's defaults";
    private static final int BACKLOG = 300_000;
    private static final int PARTITIONS = 6;
    private static final Map<String, String> TOPIC = Map.of("min.insync.replicas", "2");

    private ReadingTrial() {}

    /**
     * Runs the trial and prints a table in Markdown.
     *
     * @param args the file with one event a line, and the number of rounds (default 5)
     * @throws IOException when the file cannot be read
     * @throws InterruptedException when stopped
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<byte[]> events = Files.readAllLines(Path.of(args[0])).stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Map<String, Map<String, Object>> configs = new LinkedHashMap<>();
        configs.put(KAFKA_DEFAULT, Map.of());
        for (TuningProfile profile : TuningProfile.values()) {
            configs.put(profile.name(), profile.consumer().toKafkaConfig());
        }
        Map<String, List<Result>> backlog = new LinkedHashMap<>();
        Map<String, List<Result>> tail = new LinkedHashMap<>();
        try (KafkaCluster cluster = KafkaCluster.builder().brokers(3).start()) {
            cluster.createTopic("backlog", PARTITIONS, 3, TOPIC);
            cluster.createTopic("tail", PARTITIONS, 3, TOPIC);
            new Load("backlog", events, BACKLOG, 0)
                    .run(cluster.bootstrapServers(), Candidate.of(TuningProfile.BALANCED));
            Reading old = new Reading(cluster.bootstrapServers(), "backlog", PARTITIONS);
            Reading fresh = new Reading(cluster.bootstrapServers(), "tail", PARTITIONS);
            old.backlog(Map.of(), BACKLOG);
            for (int round = 1; round <= rounds; round++) {
                System.err.println("round " + round + " of " + rounds);
                for (Map.Entry<String, Map<String, Object>> each : configs.entrySet()) {
                    backlog.computeIfAbsent(each.getKey(), name -> new ArrayList<>())
                            .add(old.backlog(each.getValue(), BACKLOG));
                    tail.computeIfAbsent(each.getKey(), name -> new ArrayList<>())
                            .add(fresh.tail(each.getValue(), events, 2_000, 500));
                }
            }
        }
        print(backlog, tail);
    }

    private static void print(Map<String, List<Result>> backlog, Map<String, List<Result>> tail) {
        System.out.println("\n| profile | backlog: throughput | backlog: records per fetch | 500/s: records per fetch"
                + " | 500/s: median latency | 500/s: p99 latency |");
        System.out.println("|---|---|---|---|---|---|");
        backlog.forEach((name, results) -> System.out.println("| " + name
                + cell(backlog, name, Result::recordsPerSecond)
                + cell(backlog, name, Result::recordsPerFetch)
                + cell(tail, name, Result::recordsPerFetch)
                + cell(tail, name, Result::medianMillis)
                + cell(tail, name, Result::p99Millis) + " |"));
    }

    private static String cell(Map<String, List<Result>> all, String name, ToDoubleFunction<Result> figure) {
        double ratio = median(all.getOrDefault(name, List.of()), figure)
                / median(all.getOrDefault(KAFKA_DEFAULT, List.of()), figure);
        return String.format(Locale.ROOT, " | %.2f", ratio);
    }

    private static double median(List<Result> results, ToDoubleFunction<Result> figure) {
        double[] sorted = results.stream().mapToDouble(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
