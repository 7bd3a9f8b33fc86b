package io.kafkasdk.benchmarks;

import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.child.ResultLine;
import io.kafkasdk.benchmarks.suite.ChildJvm;
import io.kafkasdk.settings.Ordering;
import io.kafkasdk.test.KafkaCluster;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a consumer keeps in memory while the handler of one partition blocks and a backlog waits, beside its budget of
 * bytes. Prints a line for each ordering, with a slow partition and without.
 */
public final class SlowPartitionTrial {

    private static final String USAGE = """
            SlowPartitionTrial SLOW_MS [BUDGET_MIB [ORDERING,...]]

              SLOW_MS     how long the handler blocks for each record of partition 0; 200 is a start
              BUDGET_MIB  bytes in flight that the consumer may have, default 64
              ORDERING    default KEY,PARTITION

            Starts three brokers and writes 1,000,000 records of 1 KB to 12 partitions, 305 MiB of them to partition 0, then
            reads them in JVMs with a heap of 256 MiB and 64 handlers, for at most a minute each: until all but partition 0
            are done, and 5 s more. Live heap is what a full collection leaves, every half second; it costs the others some
            throughput, in all lines alike. A consumer without a budget fills the heap (BUDGET_MIB 1024 shows it), and may
            run out of memory, by which the trial fails.""";

    private static final String TOPIC = "slow-partition";
    private static final int PARTITIONS = 12;
    private static final int SLOTS = 16;
    private static final int RECORDS = 1_000_000;
    private static final int KEYS = 12_000;
    private static final int VALUE_BYTES = 1_024;
    private static final int RECORD_BYTES = VALUE_BYTES + HandlingTask.key(KEYS).length();
    private static final int HEAP_MEBIBYTES = 256;
    private static final double MEBIBYTE = 1 << 20;

    private SlowPartitionTrial() {}

    /**
     * Runs the trial and prints its lines.
     *
     * @param args how long the handler blocks, the budget, and the orderings
     */
    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println(USAGE);
            return;
        }
        Locale.setDefault(Locale.ROOT);
        int slowMillis = Integer.parseInt(args[0]);
        int budget = args.length > 1 ? Integer.parseInt(args[1]) : 64;
        List<Ordering> orderings = Arrays.stream((args.length > 2 ? args[2] : "KEY,PARTITION").split(","))
                .map(Ordering::valueOf)
                .toList();
        try (KafkaCluster cluster = KafkaCluster.builder().brokers(3).start()) {
            cluster.createTopic(TOPIC, PARTITIONS, 1, Map.of("min.insync.replicas", "1"));
            int[] counts =
                    new Backlog(TOPIC, PARTITIONS, SLOTS, RECORDS, VALUE_BYTES, KEYS).send(cluster.bootstrapServers());
            HandlingTask task = new HandlingTask(Map.of(
                    HandlingTask.TOPIC,
                    TOPIC,
                    HandlingTask.CONCURRENCY,
                    "64",
                    HandlingTask.LIMIT_MILLIS,
                    "60000",
                    SlowPartitionChild.BUDGET_BYTES,
                    Integer.toString(budget << 20),
                    SlowPartitionChild.OTHERS,
                    Integer.toString(RECORDS - counts[0]),
                    HandlingTask.KAFKA + "bootstrap.servers",
                    cluster.bootstrapServers()));
            for (Ordering ordering : orderings) {
                run(task, ordering, 0, budget);
                run(task, ordering, slowMillis, budget);
            }
        }
    }

    private static void run(HandlingTask task, Ordering ordering, int slowMillis, int budget) {
        ChildJvm jvm = new ChildJvm(
                Path.of(System.getProperty("java.home")),
                System.getProperty("java.class.path"),
                SlowPartitionChild.class.getName(),
                HEAP_MEBIBYTES);
        HandlingTask own = task.with(Map.of(
                SlowPartitionChild.ORDERING,
                ordering.name(),
                HandlingTask.WORK_MICROS,
                Integer.toString(slowMillis * 1_000),
                HandlingTask.KAFKA + "group.id",
                "slow-" + ordering + "-" + slowMillis));
        long[] figures = jvm.run(own.arguments(), ResultLine::parse);
        double idle = figures[0] / MEBIBYTE;
        double grown = figures[1] / MEBIBYTE - idle;
        double inFlight = figures[2] * RECORD_BYTES / MEBIBYTE;
        double seconds = figures[5] / 1e9;
        System.out.printf(
                "%s, partition 0 at %d ms a record: live heap at most %.1f MiB above the idle %.1f, %.2f of the budget of"
                        + " %d MiB; in flight at most %.1f MiB (%,d records); other partitions %,.0f records/s, %s of %,d;"
                        + " partition 0 %,d records%n",
                ordering,
                slowMillis,
                grown,
                idle,
                grown / budget,
                budget,
                inFlight,
                figures[2],
                figures[3] / seconds,
                figures[3] == own.number(SlowPartitionChild.OTHERS) ? "all" : "%,d".formatted(figures[3]),
                own.number(SlowPartitionChild.OTHERS),
                figures[4]);
    }
}
