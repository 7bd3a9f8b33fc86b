package io.kafkasdk.benchmarks.footprint;

import io.kafkasdk.benchmarks.child.TrafficResult;
import io.kafkasdk.benchmarks.report.ResultTable;
import io.kafkasdk.benchmarks.suite.Column;
import io.kafkasdk.benchmarks.suite.Interleaved;
import io.kafkasdk.benchmarks.suite.Section;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How long a new process takes until its first record is acknowledged, and until it has handled a first one. */
public final class StartupSection implements Section {

    private static final Load LOAD = new Load("startup-", 1, SuiteRun.PARTITIONS, 100, 1);
    private static final int CONTENDERS = 5;
    private static final int SECONDS_EACH = 6;
    /** A start is short, and a few of them say little. */
    private static final int STARTS_A_ROUND = 3;

    private static final double MILLISECOND = 1e6;

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public Duration estimate(SuiteRun run) {
        return Duration.ofSeconds((long) (starts(run) + 1) * CONTENDERS * SECONDS_EACH);
    }

    @Override
    public List<ResultTable> run(SuiteRun run) {
        ManyTopics topics = new ManyTopics(run.cluster());
        topics.create(LOAD);
        List<Weighed> all = List.of(
                Weighed.plain("plain", Weighed.NEW_PROTOCOL),
                Weighed.plain("plain, classic protocol", Weighed.CLASSIC),
                Weighed.sdk("sdk", Map.of()),
                new Weighed(
                        "spring-kafka",
                        run.peers().jvm("spring-kafka", "io.kafkasdk.benchmarks.peers.SpringKafkaTraffic"),
                        Weighed.NEW_PROTOCOL),
                new Weighed(
                        "spring-kafka, classic protocol",
                        run.peers().jvm("spring-kafka", "io.kafkasdk.benchmarks.peers.SpringKafkaTraffic"),
                        Weighed.CLASSIC));
        // The files of all class paths are in memory then, and the brokers have read their own.
        all.forEach(each -> start(run, each));
        Interleaved<Weighed, TrafficResult> starts = Interleaved.run(all, starts(run), each -> start(run, each));
        topics.delete(LOAD);
        return List.of(starts.table("Start-up", about(run), Weighed::name, columns()));
    }

    private static int starts(SuiteRun run) {
        return run.scale().of(1, STARTS_A_ROUND) * run.rounds();
    }

    private static TrafficResult start(SuiteRun run, Weighed contender) {
        String group = "startup-" + System.nanoTime();
        TrafficResult result =
                contender.run(LOAD.task(run.cluster().bootstrapServers(), group, Load.Length.START_ONLY));
        run.progress()
                .done("%s: %.0f ms to the first acknowledgement, %.0f ms to the first handled record"
                        .formatted(
                                contender.name(),
                                result.start().mainToAck() / MILLISECOND,
                                result.start().mainToHandled() / MILLISECOND));
        return result;
    }

    private static List<Column<TrafficResult>> columns() {
        return List.of(
                new Column<>(
                        "process to first acknowledgement, ms",
                        each -> (each.start().launchToMain() + each.start().mainToAck()) / MILLISECOND),
                new Column<>(
                        "process to first handled record, ms",
                        each -> (each.start().launchToMain() + each.start().mainToHandled()) / MILLISECOND),
                new Column<>(
                        "main to first acknowledgement, ms",
                        each -> each.start().mainToAck() / MILLISECOND),
                new Column<>(
                        "main to first handled record, ms", each -> each.start().mainToHandled() / MILLISECOND));
    }

    private static String about(SuiteRun run) {
        return ("One producer and one consumer of a new group in a new process, which begins to send and to read one topic of"
                        + " %d partitions in main; %d starts of each. The plain clients and spring-kafka, which is not"
                        + " within Spring Boot here, are told which group protocol to use; the SDK asks the cluster.")
                .formatted(SuiteRun.PARTITIONS, starts(run));
    }
}
