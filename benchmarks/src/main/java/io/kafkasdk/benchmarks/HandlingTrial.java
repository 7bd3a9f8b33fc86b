package io.kafkasdk.benchmarks;

import io.kafkasdk.benchmarks.Interleaved.Track;
import io.kafkasdk.benchmarks.child.HandlingResult;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.tuning.TuningProfile;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Records a second that consumers handle, the SDK's beside others: with handlers that do nothing, and with handlers that
 * block. Prints tables for {@code docs/tuning.md}.
 */
public final class HandlingTrial {

    private static final String USAGE = """
            HandlingTrial ROUNDS [WORK_MS,... [CONTENDER,...]]

              ROUNDS     how often each contender runs, odd, so that a median is one of them; 5 is a start
              WORK_MS    how long a handler blocks, in milliseconds, default 0,1,10
              CONTENDER  default all: plain, plain-sync, sdk-key, sdk-partition, sdk-key-virtual, parallel-consumer,
                         spring-kafka

              NEWER_JAVA_HOME       environment: a JDK of 21 or later, for sdk-key-virtual
              -Dtrial.seconds=8     the longest time of one measurement; warming up takes half of it at most

            Starts three brokers, takes about 13 s for each contender, round and length of work. Each run has a JVM of
            its own with a heap of 512 MiB, a fresh group that reads from the beginning, and warms up before it measures.
            All have 12 partitions, 10,000 keys, values of 100 bytes, the consumer properties of BALANCED, and 64 handlers
            at a time, but the plain loops (1) and spring-kafka (12 threads, one a partition). "plain" commits
            automatically, "plain-sync" has Kafka's own defaults and commits after each poll. A run in which the order of a
            key was not kept, or a record came twice, counts as 0.

            A ratio is that of the medians; in brackets are the ratios in the same round: median; least to largest.""";

    private static final String TOPIC = "handling";
    private static final int PARTITIONS = 12;
    private static final int CONCURRENCY = 64;
    private static final int KEYS = 10_000;
    private static final int VALUE_BYTES = 100;
    private static final int MOST_RECORDS = 6_000_000;
    private static final double SPARE = 1.1;

    private final PrintStream out = System.out;
    private final String bootstrapServers;
    private final int rounds;
    private int groups;

    private HandlingTrial(String bootstrapServers, int rounds) {
        this.bootstrapServers = bootstrapServers;
        this.rounds = rounds;
    }

    /**
     * Runs the trial and prints its tables.
     *
     * @param args the number of rounds, the lengths of work, and the contenders
     */
    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println(USAGE);
            return;
        }
        Locale.setDefault(Locale.ROOT);
        double[] works = Arrays.stream((args.length > 1 ? args[1] : "0,1,10").split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
        List<Contender> contenders = Contender.all();
        if (args.length > 2) {
            List<String> names = List.of(args[2].split(","));
            contenders = contenders.stream()
                    .filter(contender -> names.contains(contender.name()))
                    .toList();
        }
        int most = Arrays.stream(works).mapToInt(HandlingTrial::records).max().orElse(0);
        try (KafkaCluster cluster = KafkaCluster.builder().brokers(3).start()) {
            cluster.createTopic(TOPIC, PARTITIONS, 3, Map.of("min.insync.replicas", "2"));
            int backlog = (int) (SPARE * (most + most / 2));
            new Backlog(TOPIC, PARTITIONS, PARTITIONS, backlog, VALUE_BYTES, KEYS).send(cluster.bootstrapServers());
            HandlingTrial trial = new HandlingTrial(cluster.bootstrapServers(), Integer.parseInt(args[0]));
            for (double work : works) {
                trial.run(contenders, work);
            }
        }
    }

    /** Returns how many records to measure: what 64 ideal handlers do in about six seconds. */
    private static int records(double workMillis) {
        return (int) Math.min(MOST_RECORDS, CONCURRENCY * 6_250 / workMillis);
    }

    private void run(List<Contender> contenders, double workMillis) {
        System.err.println("work of " + workMillis + " ms");
        print(workMillis, Interleaved.run(contenders, rounds, contender -> contender.run(task(workMillis))));
    }

    private HandlingTask task(double workMillis) {
        int records = records(workMillis);
        int seconds = Integer.getInteger("trial.seconds", 8);
        Map<String, String> settings = new HashMap<>();
        settings.put(HandlingTask.TOPIC, TOPIC);
        settings.put(HandlingTask.KEYS, Integer.toString(KEYS));
        settings.put(HandlingTask.CONCURRENCY, Integer.toString(CONCURRENCY));
        settings.put(HandlingTask.WORK_MICROS, Long.toString(Math.round(workMillis * 1_000)));
        settings.put(HandlingTask.WARM_UP, Integer.toString(records / 2));
        settings.put(HandlingTask.RECORDS, Integer.toString(records));
        settings.put(HandlingTask.LIMIT_MILLIS, Integer.toString(seconds * 1_000));
        TuningProfile.BALANCED
                .consumer()
                .toKafkaConfig()
                .forEach((name, value) -> settings.put(HandlingTask.KAFKA + name, value.toString()));
        settings.put(HandlingTask.KAFKA + "bootstrap.servers", bootstrapServers);
        settings.put(HandlingTask.KAFKA + "group.id", "handling-" + ++groups);
        settings.put(HandlingTask.KAFKA + "auto.offset.reset", "earliest");
        return new HandlingTask(settings);
    }

    private void print(double workMillis, Interleaved<Contender, HandlingResult> all) {
        out.printf("%n**Work of %s ms**, medians of %d rounds%n%n", text(workMillis), rounds);
        out.println(
                "| | records/s | least to largest | CPU a record | peak heap | work, measured | of 64 / work, measured |");
        out.println("|---|---|---|---|---|---|---|");
        for (Track<Contender, HandlingResult> track : all.tracks()) {
            double worked = track.median(HandlingResult::workMillis);
            out.printf(
                    "| %s | %,.0f | %,.0f to %,.0f | %.1f us | %.0f MiB | %s | %s |%n",
                    track.side().name(),
                    track.median(HandlingResult::perSecond),
                    track.least(HandlingResult::perSecond),
                    track.largest(HandlingResult::perSecond),
                    track.median(HandlingResult::cpuMicros),
                    track.median(HandlingResult::peakMebibytes),
                    workMillis > 0 ? "%.3f ms".formatted(worked) : "–",
                    workMillis > 0 ? "%.2f".formatted(track.median(HandlingTrial::shareOfLimit)) : "–");
        }
        out.println();
        printRatio(all, Contender.SDK_KEY, Contender.PARALLEL_CONSUMER);
        printRatio(all, Contender.SDK_KEY, Contender.PLAIN);
        printRatio(all, Contender.SDK_KEY, Contender.PLAIN_SYNC);
        printRatio(all, Contender.SDK_PARTITION, Contender.PLAIN);
        printRatio(all, Contender.SDK_PARTITION, Contender.PLAIN_SYNC);
        if (workMillis > 0) {
            double limit = CONCURRENCY * 1_000 / workMillis;
            find(all, Contender.SDK_KEY)
                    .ifPresent(key -> out.printf(
                            "- sdk-key / (64 / %s ms = %,.0f): %.3f%n",
                            text(workMillis), limit, key.median(HandlingResult::perSecond) / limit));
        }
    }

    private void printRatio(Interleaved<Contender, HandlingResult> all, String name, String base) {
        ToDoubleFunction<HandlingResult> figure = HandlingResult::perSecond;
        find(all, name)
                .ifPresent(own -> find(all, base)
                        .ifPresent(other -> out.println(
                                "- " + name + " / " + base + ": " + Interleaved.ratio(own, other, figure))));
    }

    private static Optional<Track<Contender, HandlingResult>> find(
            Interleaved<Contender, HandlingResult> all, String name) {
        return all.tracks().stream()
                .filter(track -> track.side().name().equals(name))
                .findFirst();
    }

    private static double shareOfLimit(HandlingResult result) {
        return result.perSecond() * result.workMillis() / (CONCURRENCY * 1_000);
    }

    private static String text(double workMillis) {
        return workMillis == Math.rint(workMillis) ? Long.toString((long) workMillis) : Double.toString(workMillis);
    }
}
