package io.kafkasdk.benchmarks;

import io.kafkasdk.benchmarks.child.HandlingResult;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.report.ResultTable;
import io.kafkasdk.benchmarks.suite.Column;
import io.kafkasdk.benchmarks.suite.Interleaved;
import io.kafkasdk.benchmarks.suite.Section;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import io.kafkasdk.tuning.TuningProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records a second that consumers handle, the SDK's beside others: with handlers that do nothing, and with handlers that
 * block. A run in which the order of a key was not kept, or a record came twice, counts as 0.
 */
final class ConsumersSection implements Section {

    private static final String TOPIC = "consumers";
    private static final List<Integer> WORK_MILLIS = List.of(0, 1, 10);
    private static final int CONTENDERS = 7;
    private static final int CONCURRENCY = 64;
    private static final int KEYS = 10_000;
    private static final int VALUE_BYTES = 100;
    private static final int MOST_RECORDS = 6_000_000;
    private static final int FEWEST_RECORDS = 40_000;
    private static final double SPARE = 1.1;
    /** To start, to find the group and to end. */
    private static final int SECONDS_AROUND = 4;

    private static final double MICROSECONDS = 1e3;

    private int groups;

    @Override
    public String name() {
        return "consumers";
    }

    @Override
    public Duration estimate(SuiteRun run) {
        long each = seconds(run) * 3L / 2 + SECONDS_AROUND;
        return Duration.ofSeconds(each * run.rounds() * CONTENDERS * WORK_MILLIS.size());
    }

    @Override
    public List<ResultTable> run(SuiteRun run) {
        List<Contender> contenders = Contender.all();
        int most = records(run, 0);
        run.createTopic(TOPIC, Map.of());
        int backlog = (int) (SPARE * (most + most / 2));
        new Backlog(TOPIC, SuiteRun.PARTITIONS, SuiteRun.PARTITIONS, backlog, VALUE_BYTES, KEYS)
                .send(run.cluster().bootstrapServers());
        List<ResultTable> tables = new ArrayList<>();
        for (int millis : WORK_MILLIS) {
            Interleaved<Contender, HandlingResult> all =
                    Interleaved.run(contenders, run.rounds(), contender -> measure(run, contender, millis));
            tables.add(table(all, millis, about(millis)));
            // What is promised about consumers is promised beside these two.
            tables.add(beside(all, millis, Contender.PLAIN_SYNC));
            if (contenders.stream().anyMatch(each -> each.name().equals(Contender.PARALLEL_CONSUMER))) {
                tables.add(beside(all, millis, Contender.PARALLEL_CONSUMER));
            }
        }
        run.deleteTopic(TOPIC);
        return tables;
    }

    private HandlingResult measure(SuiteRun run, Contender contender, int millis) {
        HandlingResult result = contender.run(task(run, millis));
        run.progress()
                .done("%s, work of %d ms: %,.0f records/s%s"
                        .formatted(
                                contender.name(),
                                millis,
                                result.perSecond(),
                                result.disorder() > 0 ? ", OUT OF ORDER" : ""));
        return result;
    }

    private HandlingTask task(SuiteRun run, int millis) {
        int records = records(run, millis);
        Map<String, String> settings = new HashMap<>();
        settings.put(HandlingTask.TOPIC, TOPIC);
        settings.put(HandlingTask.KEYS, Integer.toString(KEYS));
        settings.put(HandlingTask.CONCURRENCY, Integer.toString(CONCURRENCY));
        settings.put(HandlingTask.WORK_MICROS, Long.toString(millis * 1_000L));
        settings.put(HandlingTask.WARM_UP, Integer.toString(records / 2));
        settings.put(HandlingTask.RECORDS, Integer.toString(records));
        settings.put(HandlingTask.LIMIT_MILLIS, Integer.toString(seconds(run) * 1_000));
        TuningProfile.BALANCED
                .consumer()
                .toKafkaConfig()
                .forEach((name, value) -> settings.put(HandlingTask.KAFKA + name, value.toString()));
        settings.put(HandlingTask.KAFKA + "bootstrap.servers", run.cluster().bootstrapServers());
        settings.put(HandlingTask.KAFKA + "group.id", "consumers-" + ++groups);
        settings.put(HandlingTask.KAFKA + "auto.offset.reset", "earliest");
        return new HandlingTask(settings);
    }

    /** Returns how many records to measure: what 64 ideal handlers do in about six seconds. */
    private static int records(SuiteRun run, int millis) {
        int most = run.scale().of(MOST_RECORDS / 20, MOST_RECORDS);
        int ideal = millis == 0 ? most : CONCURRENCY * run.scale().of(1_000, 6_250) / millis;
        return Math.min(most, Math.max(run.scale().of(CONCURRENCY * 10, FEWEST_RECORDS), ideal));
    }

    private static int seconds(SuiteRun run) {
        return run.scale().of(2, 8);
    }

    private static ResultTable beside(Interleaved<Contender, HandlingResult> all, int millis, String base) {
        Set<String> ours = Set.of(base, Contender.SDK_KEY, Contender.SDK_PARTITION);
        // The others of the table would be compared with a base that is not in front.
        Interleaved<Contender, HandlingResult> baseFirst = all.of(
                        each -> each.name().equals(base))
                .with(all.of(each -> !each.name().equals(base) && ours.contains(each.name())));
        return table(baseFirst, millis, "The same rounds, beside " + base + ".");
    }

    private static ResultTable table(Interleaved<Contender, HandlingResult> all, int millis, String about) {
        String first = all.tracks().get(0).side().name();
        return all.table(
                "Consumers, work of " + millis + " ms, beside " + first, about, Contender::name, columns(millis));
    }

    private static List<Column<HandlingResult>> columns(int millis) {
        List<Column<HandlingResult>> columns = new ArrayList<>(List.of(
                new Column<>("records/s", HandlingResult::perSecond),
                new Column<>("CPU us/record", HandlingResult::cpuMicros),
                new Column<>("allocated bytes/record", HandlingResult::allocatedPerRecord),
                new Column<>("peak heap MiB", HandlingResult::peakMebibytes)));
        if (millis > 0) {
            columns.add(new Column<>("work, measured us", each -> each.workMillis() * MICROSECONDS));
            columns.add(new Column<>(
                    "of 64 / work, measured",
                    each -> each.perSecond() * each.workMillis() / (CONCURRENCY * MICROSECONDS)));
        }
        return columns;
    }

    private static String about(int millis) {
        return ("Handlers that %s; %,d keys, values of %d B that wait in the topic, and %d handlers at a time, but the plain"
                        + " loops (1) and spring-kafka (12 threads, one a partition). All have the consumer properties of"
                        + " BALANCED but plain-sync, which has Kafka's own and commits after each poll; plain commits"
                        + " automatically. The order of every key is checked: a run that broke it counts as 0.")
                .formatted(
                        millis == 0
                                ? "do nothing"
                                : "block for " + millis + " ms (they oversleep: see the measured work)",
                        KEYS,
                        VALUE_BYTES,
                        CONCURRENCY);
    }
}
