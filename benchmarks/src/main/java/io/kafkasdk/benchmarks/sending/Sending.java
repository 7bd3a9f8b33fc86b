package io.kafkasdk.benchmarks.sending;

import io.kafkasdk.benchmarks.child.SendResult;
import io.kafkasdk.benchmarks.child.SendTask;
import io.kafkasdk.benchmarks.suite.Column;
import io.kafkasdk.benchmarks.suite.Interleaved;
import io.kafkasdk.benchmarks.suite.Payload;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How senders of one table send: what, where, how fast and for how long.
 *
 * @param run the run of the suite
 * @param topic where to
 * @param payload what
 * @param perSecond at which rate, 0 for as fast as it goes
 * @param warmUp for how long before
 * @param time for how long
 */
record Sending(SuiteRun run, String topic, Payload payload, int perSecond, Duration warmUp, Duration time) {

    static final List<Column<SendResult>> FLOOD = List.of(
            new Column<>("records/s", SendResult::perSecond),
            new Column<>("MB/s of values", SendResult::megabytesPerSecond),
            new Column<>("wire bytes/record", SendResult::wireBytesPerRecord),
            new Column<>("CPU us/record", SendResult::cpuMicros),
            new Column<>("brokers' CPU us/record", SendResult::brokerCpuMicros),
            new Column<>("allocated bytes/record", SendResult::allocatedPerRecord),
            new Column<>("requests/s", SendResult::requestsPerSecond),
            new Column<>("records/request", SendResult::recordsPerRequest));

    static final List<Column<SendResult>> PACED = List.of(
            new Column<>("p50 us", result -> result.latency().p50() / 1e3),
            new Column<>("p99 us", result -> result.latency().p99() / 1e3),
            new Column<>("p99.9 us", result -> result.latency().p999() / 1e3),
            new Column<>("wire bytes/record", SendResult::wireBytesPerRecord),
            new Column<>("CPU us/record", SendResult::cpuMicros),
            new Column<>("brokers' CPU us/record", SendResult::brokerCpuMicros),
            new Column<>("requests/s", SendResult::requestsPerSecond));

    private static final int WARM_UP_RECORDS = 20_000;
    private static final double WARM_UP_BYTES = 40e6;
    private static final Duration START = Duration.ofSeconds(3);

    /** Runs all senders in turn, so many rounds. */
    Interleaved<Sender, SendResult> compare(List<Sender> senders) {
        SendTask task = task();
        return Interleaved.run(senders, run.rounds(), sender -> {
            SendResult result = sender.run(task);
            run.progress().done("%s, %s: %,.0f records/s".formatted(payload.name(), sender.name(), result.perSecond()));
            return result;
        });
    }

    /** Returns how long {@link #compare} takes for so many senders, starting and draining included. */
    Duration estimate(int senders) {
        return START.plus(warmUp).plus(time).multipliedBy((long) senders * run.rounds());
    }

    /** Enough for the JIT compiler; fewer of large ones, which would take longer than what is measured. */
    private int warmUpRecords() {
        int records = (int) Math.min(WARM_UP_RECORDS, WARM_UP_BYTES / payload.meanBytes());
        return run.scale().of(records / 10, records);
    }

    private SendTask task() {
        String brokers = run.brokerPids().stream().map(String::valueOf).collect(Collectors.joining(","));
        return new SendTask(Map.of(
                SendTask.TOPIC,
                topic,
                SendTask.PAYLOAD,
                payload.file().toString(),
                SendTask.PER_SECOND,
                Integer.toString(perSecond),
                SendTask.WARM_UP_MILLIS,
                Long.toString(warmUp.toMillis()),
                SendTask.WARM_UP_RECORDS,
                Integer.toString(warmUpRecords()),
                SendTask.MILLIS,
                Long.toString(time.toMillis()),
                SendTask.BROKERS,
                brokers,
                SendTask.KAFKA + "bootstrap.servers",
                run.cluster().bootstrapServers()));
    }
}
