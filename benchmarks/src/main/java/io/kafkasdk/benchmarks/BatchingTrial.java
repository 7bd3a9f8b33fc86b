package io.kafkasdk.benchmarks;

import io.kafkasdk.test.KafkaCluster;
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
 * Tries compression, batch size and linger on real events, and prints each candidate's medians as ratios to Kafka's own
 * defaults in the same run. The figures behind {@code TuningProfile.BALANCED}.
 *
 * <p>Usage: {@code BatchingTrial FILE.ndjson [ROUNDS]}.
 */
public final class BatchingTrial {

    private static final Candidate KAFKA_DEFAULT = new Candidate("none", 16 << 10, 5);
    private static final List<Candidate> CANDIDATES = List.of(
            KAFKA_DEFAULT,
            new Candidate("snappy", 128 << 10, 10),
            new Candidate("lz4", 16 << 10, 5),
            new Candidate("lz4", 64 << 10, 10),
            new Candidate("lz4", 128 << 10, 5),
            new Candidate("lz4", 128 << 10, 10),
            new Candidate("lz4", 128 << 10, 20),
            new Candidate("lz4", 256 << 10, 10),
            new Candidate("zstd", 64 << 10, 10),
            new Candidate("zstd", 128 << 10, 5),
            new Candidate("zstd", 128 << 10, 10),
            new Candidate("zstd", 256 << 10, 20),
            new Candidate("gzip", 128 << 10, 10));

    private BatchingTrial() {}

    /**
     * Runs the trial and prints two tables in Markdown.
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
        try (KafkaCluster cluster = KafkaCluster.builder().brokers(3).start()) {
            cluster.createTopic("trial", 6, 3, Map.of("min.insync.replicas", "2", "retention.bytes", "50000000"));
            Load flood = new Load("trial", events, 150_000, 0);
            Load paced = new Load("trial", events, 15_000, 3_000);
            flood.run(cluster.bootstrapServers(), KAFKA_DEFAULT);
            print("As fast as it goes: " + flood.records() + " records", run(flood, cluster, rounds));
            print("Paced: " + paced.perSecond() + " records/s", run(paced, cluster, rounds));
        }
    }

    private static Map<Candidate, List<Measurement>> run(Load load, KafkaCluster cluster, int rounds)
            throws InterruptedException {
        Map<Candidate, List<Measurement>> runs = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            System.err.println("round " + round + " of " + rounds);
            for (Candidate candidate : CANDIDATES) {
                runs.computeIfAbsent(candidate, c -> new ArrayList<>())
                        .add(load.run(cluster.bootstrapServers(), candidate));
            }
        }
        return runs;
    }

    private static void print(String title, Map<Candidate, List<Measurement>> runs) {
        List<Measurement> base = runs.getOrDefault(KAFKA_DEFAULT, List.of());
        System.out.println("\n" + title + "; ratios of medians to Kafka's defaults (" + KAFKA_DEFAULT + ")\n");
        System.out.println("| compression, batch, linger | throughput | CPU | wire bytes | records per request"
                + " | median latency | p99 latency |");
        System.out.println("|---|---|---|---|---|---|---|");
        runs.forEach((candidate, results) -> System.out.println("| " + candidate
                + cell(results, base, Measurement::recordsPerSecond)
                + cell(results, base, Measurement::cpuSeconds)
                + cell(results, base, Measurement::wireBytesPerRecord)
                + cell(results, base, Measurement::recordsPerRequest)
                + cell(results, base, Measurement::medianMillis)
                + cell(results, base, Measurement::p99Millis) + " |"));
    }

    private static String cell(
            List<Measurement> results, List<Measurement> base, ToDoubleFunction<Measurement> figure) {
        double ratio = Measurement.median(results, figure) / Measurement.median(base, figure);
        return String.format(Locale.ROOT, " | %.2f", ratio);
    }
}
