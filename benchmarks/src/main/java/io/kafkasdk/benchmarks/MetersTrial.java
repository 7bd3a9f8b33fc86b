package io.kafkasdk.benchmarks;

import io.kafkasdk.benchmarks.MeteredTraffic.Meters;
import io.kafkasdk.benchmarks.child.HandlingResult;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.suite.Interleaved;
import io.kafkasdk.benchmarks.suite.Interleaved.Track;
import io.kafkasdk.test.KafkaCluster;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What metering costs: records a second of a producer and of a consumer with a Prometheus registry that is scraped, beside
 * the same without a registry. Prints tables.
 */
public final class MetersTrial {

    private static final String USAGE = """
            MetersTrial ROUNDS [SIDE,...]

              ROUNDS  how often each runs, odd, so that a median is one of them; 7 is a start
              SIDE    default both: send, handle

              -Dtrial.seconds=12    the longest time of one measurement; warming up takes half of it at most
              -Dtrial.records=4000000  the most records of one measurement
              -Dtrial.scrape=5000   milliseconds between two scrapes

            Starts three brokers. Each run has a JVM of its own with a heap of 512 MiB, and warms up before it measures; in
            each round every contender runs once, first in one order, then in the other one. "off" has no registry,
            "default" what is metered without any option, "all" every option too. The producer floods with values of 100
            bytes, the consumer handles 10,000 keys with 64 handlers that do nothing. A run in which the order of a key was
            not kept counts as 0.

            A ratio is that of the medians; in brackets are the ratios in the same round: median; least to largest.""";

    private static final String READ = "read";
    private static final Map<String, String> TOPIC_CONFIG =
            Map.of("min.insync.replicas", "2", "file.delete.delay.ms", "1000");
    private static final int PARTITIONS = 12;
    private static final int KEYS = 10_000;
    private static final int VALUE_BYTES = 100;

    private final PrintStream out = System.out;
    private final KafkaCluster cluster;
    private final int rounds;
    private int runs;

    private MetersTrial(KafkaCluster cluster, int rounds) {
        this.cluster = cluster;
        this.rounds = rounds;
    }

    /**
     * Runs the trial and prints its tables.
     *
     * @param args the number of rounds, and the sides
     */
    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println(USAGE);
            return;
        }
        Locale.setDefault(Locale.ROOT);
        List<String> sides = List.of((args.length > 1 ? args[1] : "send,handle").split(","));
        try (KafkaCluster cluster = KafkaCluster.builder().brokers(3).start()) {
            if (sides.contains(MeteredTraffic.HANDLE)) {
                cluster.createTopic(READ, PARTITIONS, 3, TOPIC_CONFIG);
                new Backlog(READ, PARTITIONS, PARTITIONS, records() * 2, VALUE_BYTES, KEYS)
                        .send(cluster.bootstrapServers());
            }
            MetersTrial trial = new MetersTrial(cluster, Integer.parseInt(args[0]));
            sides.forEach(trial::run);
        }
    }

    private static int records() {
        return Integer.getInteger("trial.records", 4_000_000);
    }

    private void run(String side) {
        List<Contender> contenders = Arrays.stream(Meters.values())
                .map(meters -> Contender.own(
                        "meters " + meters.name().toLowerCase(Locale.ROOT),
                        MeteredTraffic.class,
                        Map.of(MeteredTraffic.METERS, meters.name())))
                .toList();
        Interleaved<Contender, HandlingResult> all =
                Interleaved.run(contenders, rounds, contender -> run(contender, side));
        out.printf("%n**%s**, medians of %d rounds%n%n", side, rounds);
        out.println("| | records/s | least to largest | CPU a record | ratio of records/s to off |");
        out.println("|---|---|---|---|---|");
        for (Track<Contender, HandlingResult> track : all.tracks()) {
            out.printf(
                    "| %s | %,.0f | %,.0f to %,.0f | %.2f us | %s |%n",
                    track.side().name(),
                    track.median(HandlingResult::perSecond),
                    track.least(HandlingResult::perSecond),
                    track.largest(HandlingResult::perSecond),
                    track.median(HandlingResult::cpuMicros),
                    all.ratio(track, HandlingResult::perSecond));
        }
    }

    /** What is written goes behind each run: it would fill the disk. */
    private HandlingResult run(Contender contender, String side) {
        runs++;
        if (side.equals(MeteredTraffic.HANDLE)) {
            return contender.run(task(side, READ));
        }
        String written = "written-" + runs;
        cluster.createTopic(written, PARTITIONS, 3, TOPIC_CONFIG);
        try {
            return contender.run(task(side, written));
        } finally {
            cluster.admin().deleteTopics(List.of(written));
        }
    }

    private HandlingTask task(String side, String topic) {
        Map<String, String> settings = new HashMap<>();
        settings.put(HandlingTask.TOPIC, topic);
        settings.put(MeteredTraffic.SIDE, side);
        settings.put(HandlingTask.KEYS, Integer.toString(KEYS));
        settings.put(HandlingTask.CONCURRENCY, "64");
        settings.put(HandlingTask.WORK_MICROS, "0");
        settings.put(HandlingTask.WARM_UP, Integer.toString(records() / 2));
        settings.put(HandlingTask.RECORDS, Integer.toString(records()));
        settings.put(HandlingTask.LIMIT_MILLIS, Integer.toString(Integer.getInteger("trial.seconds", 12) * 1_000));
        settings.put(MeteredTraffic.SCRAPE_MILLIS, Integer.toString(Integer.getInteger("trial.scrape", 5_000)));
        settings.put(HandlingTask.KAFKA + "bootstrap.servers", cluster.bootstrapServers());
        settings.put(HandlingTask.KAFKA + "group.id", "metered-" + runs);
        return new HandlingTask(settings);
    }
}
