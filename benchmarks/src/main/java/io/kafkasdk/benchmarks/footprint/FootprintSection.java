package io.kafkasdk.benchmarks.footprint;

import io.kafkasdk.benchmarks.child.TrafficChild;
import io.kafkasdk.benchmarks.child.TrafficResult;
import io.kafkasdk.benchmarks.report.ResultTable;
import io.kafkasdk.benchmarks.suite.ChildJvm;
import io.kafkasdk.benchmarks.suite.Column;
import io.kafkasdk.benchmarks.suite.Interleaved;
import io.kafkasdk.benchmarks.suite.Section;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What one producer and one consumer of 100 topics with 10 partitions each take: time to begin, memory, threads,
 * processor time, and which part of it goes into telling the lag.
 */
public final class FootprintSection implements Section {

    private static final Load LOAD = new Load("footprint-", 100, 10, 1_000, 10);
    private static final int CONTENDERS = 2;
    /** To start, until every partition had a record, and to end. */
    private static final int SECONDS_AROUND = 30;

    private static final double MILLISECOND = 1e6;
    private static final double MEBIBYTE = 1 << 20;
    private static final String LAG = "code that tells the lag, of the samples of a flight recording, %";
    private static final String GROUPS = "code that looks at whole groups every 30 s, of these samples, %";
    private static final String MONITOR = "monitor thread, of the CPU of the process, %";

    private final String name;
    private final Map<String, String> protocol;
    private int groups;

    private FootprintSection(String name, Map<String, String> protocol) {
        this.name = name;
        this.protocol = protocol;
    }

    /** Makes the section whose consumers speak the new group protocol. */
    public static FootprintSection newProtocol() {
        return new FootprintSection("footprint", Weighed.NEW_PROTOCOL);
    }

    /** Makes the section whose consumers speak the classic one. */
    public static FootprintSection classicProtocol() {
        return new FootprintSection("footprint-classic", Weighed.CLASSIC);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration estimate(SuiteRun run) {
        Load.Length length = length(run);
        int each = length.warmUpSeconds() + length.seconds() + length.recordedSeconds() + SECONDS_AROUND;
        return Duration.ofSeconds((long) run.rounds() * CONTENDERS * each);
    }

    @Override
    public List<ResultTable> run(SuiteRun run) {
        ManyTopics topics = new ManyTopics(run.cluster());
        topics.create(LOAD);
        TrafficResult.Memory empty = empty();
        Weighed plain = Weighed.plain("plain", protocol);
        Weighed sdk = Weighed.sdk("sdk", protocol);
        List<Weighed> all = List.of(plain, sdk);
        Interleaved<Weighed, TrafficResult> weighed = Interleaved.run(all, run.rounds(), each -> weigh(run, each));
        topics.delete(LOAD);
        return List.of(
                weighed.table("Footprint", about(run), Weighed::name, columns(empty)),
                weighed.of(sdk::equals).table("Telling the lag", aboutLag(run), Weighed::name, lagColumns()));
    }

    private TrafficResult weigh(SuiteRun run, Weighed contender) {
        Load.Length length = length(run);
        TrafficResult result = contender.run(
                LOAD.task(run.cluster().bootstrapServers(), "footprint-" + System.nanoTime() + "-" + ++groups, length));
        run.progress()
                .done("%s: %.0f MiB live, CPU %.1f %%, lag %.2f %%"
                        .formatted(contender.name(), result.heapMebibytes(), result.cpuPercent(), result.lagPercent()));
        return result;
    }

    private static Load.Length length(SuiteRun run) {
        return new Load.Length(
                run.scale().of(3, 20), run.scale().of(5, 60), run.scale().of(5, 90));
    }

    private static TrafficResult.Memory empty() {
        ChildJvm jvm = Weighed.own(TrafficChild.class);
        return jvm.run(List.of(), TrafficResult::parse).memory();
    }

    private static List<Column<TrafficResult>> columns(TrafficResult.Memory empty) {
        double hundreds = LOAD.allPartitions() / 100.0;
        return List.of(
                new Column<>(
                        "main to first acknowledgement, ms",
                        each -> each.start().mainToAck() / MILLISECOND),
                new Column<>(
                        "main to first handled record, ms", each -> each.start().mainToHandled() / MILLISECOND),
                new Column<>("live heap beyond an empty JVM's, MiB", each -> heap(each, empty)),
                new Column<>("the same for each 100 partitions, MiB", each -> heap(each, empty) / hundreds),
                new Column<>(
                        "resident beyond an empty JVM's, MiB",
                        each -> (each.memory().resident() - empty.resident()) / MEBIBYTE),
                new Column<>(
                        "buffers outside the heap, MiB", each -> each.memory().direct() / MEBIBYTE),
                new Column<>(
                        "threads beyond an empty JVM's", each -> each.memory().threads() - (double) empty.threads()),
                new Column<>("CPU, % of one processor", TrafficResult::cpuPercent),
                new Column<>("allocated for each record, bytes", TrafficResult::allocatedPerRecord));
    }

    private static double heap(TrafficResult result, TrafficResult.Memory empty) {
        return (result.memory().heap() - empty.heap()) / MEBIBYTE;
    }

    private static List<Column<TrafficResult>> lagColumns() {
        return List.of(
                new Column<>(LAG, TrafficResult::lagPercent),
                new Column<>(GROUPS, TrafficResult::groupPercent),
                new Column<>("samples", each -> each.lag().samples()),
                new Column<>(MONITOR, TrafficResult::monitorPercent),
                new Column<>("CPU, % of one processor", TrafficResult::cpuPercent));
    }

    private static String about(SuiteRun run) {
        return ("One producer and one consumer in one process, %d topics of %d partitions, all read and written,"
                        + " %,d records/s of 100 B in bursts of %d to a partition; %d s measured after every partition"
                        + " had a record and %d s of warming up; memory after two full collections, an empty JVM's taken"
                        + " off; a heap of %d MiB. All with the properties of BALANCED.")
                .formatted(
                        LOAD.topics(),
                        LOAD.partitions(),
                        LOAD.rate(),
                        LOAD.burst(),
                        length(run).seconds(),
                        length(run).warmUpSeconds(),
                        SuiteRun.HEAP_MEBIBYTES);
    }

    private static String aboutLag(SuiteRun run) {
        return ("The same processes. A flight recording of %d s takes samples of running Java code; those count that have"
                        + " a class of the lag, or the question for it in Kafka's client, in their stack. The monitor"
                        + " thread does more than lag: it also looks at topics and groups.")
                .formatted(length(run).recordedSeconds());
    }
}
