package io.kafkasdk.benchmarks;

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
 * Tries compression, batch size and linger on real events, and prints each candidate's medians as ratios to Kafka's own
 * defaults in the same run. The figures behind {@code TuningProfile}.
 *
 * <p>Usage: {@code BatchingTrial FILE.ndjson [ROUNDS [profiles|flood]]}. With {@code profiles} the candidates are the
 * profiles, by name; with {@code flood} there is no paced load.
 */
public final class BatchingTrial {

    private static final Candidate KAFKA_DEFAULT = Candidate.of("none", 16 << 10, 5);
    private static final List<Candidate> CANDIDATES = List.of(
            KAFKA_DEFAULT,
            Candidate.of("snappy", 128 << 10, 10),
            Candidate.of("lz4", 16 << 10, 5),
            Candidate.of("lz4", 64 << 10, 10),
            Candidate.of("lz4", 128 << 10, 5),
            Candidate.of("lz4", 128 << 10, 10),
            Candidate.of("lz4", 128 << 10, 20),
            Candidate.of("lz4", 256 << 10, 10),
            Candidate.of("lz4", 256 << 10, 50),
            Candidate.of("lz4", 512 << 10, 50),
            Candidate.of("lz4", 512 << 10, 100),
            Candidate.of("lz4", 1 << 20, 100),
            Candidate.of("zstd", 64 << 10, 10),
            Candidate.of("zstd", 128 << 10, 5),
            Candidate.of("zstd", 128 << 10, 10),
            Candidate.of("zstd", 256 << 10, 20),
            Candidate.of("zstd", 512 << 10, 100),
            Candidate.of("gzip", 128 << 10, 10));

    private final KafkaCluster cluster;
    private final List<Candidate> candidates;
    private final int rounds;

    private BatchingTrial(KafkaCluster cluster, List<Candidate> candidates, int rounds) {
        this.cluster = cluster;
        this.candidates = candidates;
        this.rounds = rounds;
    }

    /**
     * Runs the trial and prints three tables in Markdown.
     *
     * @param args the file with one event a line, the number of rounds (default 5), and {@code profiles} or {@code flood}
     * @throws IOException when the file cannot be read
     * @throws InterruptedException when stopped
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        List<byte[]> events = Files.readAllLines(Path.of(args[0])).stream()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        String what = args.length > 2 ? args[2] : "";
        List<Candidate> candidates = what.equals("profiles") ? profiles() : CANDIDATES;
        try (KafkaCluster cluster = KafkaCluster.builder().brokers(3).start()) {
            cluster.createTopic("trial", 12, 3, Map.of("min.insync.replicas", "2", "retention.bytes", "50000000"));
            Load flood = new Load("trial", events, 150_000, 0);
            Load paced = new Load("trial", events, 9_000, 3_000);
            Load trickle = new Load("trial", events, 1_500, 500);
            flood.run(cluster.bootstrapServers(), KAFKA_DEFAULT);
            BatchingTrial trial = new BatchingTrial(cluster, candidates, rounds);
            print("As fast as it goes: " + flood.records() + " records", trial.run(flood));
            if (what.equals("flood")) {
                return;
            }
            print("Paced: " + paced.perSecond() + " records/s", trial.run(paced));
            print("A trickle: " + trickle.perSecond() + " records/s", trial.run(trickle));
        }
    }

    private static List<Candidate> profiles() {
        List<Candidate> profiles = new ArrayList<>(List.of(KAFKA_DEFAULT));
        for (TuningProfile profile : TuningProfile.values()) {
            profiles.add(Candidate.of(profile));
        }
        return profiles;
    }

    private Map<Candidate, List<Measurement>> run(Load load) throws InterruptedException {
        Map<Candidate, List<Measurement>> runs = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            System.err.println("round " + round + " of " + rounds);
            for (Candidate candidate : candidates) {
                runs.computeIfAbsent(candidate, c -> new ArrayList<>())
                        .add(load.run(cluster.bootstrapServers(), candidate));
            }
        }
        return runs;
    }

    private static void print(String title, Map<Candidate, List<Measurement>> runs) {
        List<Measurement> base = runs.getOrDefault(KAFKA_DEFAULT, List.of());
        System.out.println("\n" + title + "; ratios of medians to Kafka's defaults (" + KAFKA_DEFAULT + ")\n");
        System.out.println("| properties | throughput | CPU | wire bytes | records per request"
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
