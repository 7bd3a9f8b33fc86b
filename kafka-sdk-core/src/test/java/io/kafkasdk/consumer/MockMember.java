package io.kafkasdk.consumer;

import io.kafkasdk.cluster.TopicIdentities;
import io.kafkasdk.deadletter.GivenUp;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.internal.RecordReader;
import io.kafkasdk.internal.StopSignal;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.lag.LagTracker.Clocks;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Ordering;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** A member without threads: a mock client, a clock to turn, and lanes that run when the test lets them. */
final class MockMember implements ConsumerListener {

    static final TopicPartition P0 = new TopicPartition("orders", 0);
    static final TopicPartition P1 = new TopicPartition("orders", 1);
    static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);
    static final Duration RETRY_DELAY = Duration.ofSeconds(2);

    final ManualClock clock = new ManualClock();
    final MockConsumer<byte[], byte[]> client = new MockConsumer<>("none");
    final List<String> handled = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final Assignment assignment = new Assignment();
    final Completions completions = new Completions(client::wakeup);
    final ConsumerEvents consumerEvents = new ConsumerEvents("payments", this, clock);
    final StopSignal stop = new StopSignal(clock);
    final LagTracker lag = new LagTracker("payments", IsolationLevel.READ_UNCOMMITTED, new Clocks(clock, () -> 0));
    final PollTrouble trouble = new PollTrouble("payments", "pod-1", clock);
    final Map<MetricName, Metric> clientMetrics = new HashMap<>();
    final Circuit circuit;
    final Workers workers = new Workers(new Workers.Shift(Thread::new, 0, completions, 16));
    final Desk desk = workers.seat(Thread.currentThread());
    final List<CompletableFuture<Object>> deadLetters = new ArrayList<>();
    final MemberParts parts;
    final Seeks seeks;
    final Positions positions;
    final RebalanceGuard guard;
    final ProgressSource progress;
    final ProgressWatchdog watchdog;
    final PollLoop loop;
    RecordHandler<String, String> handler = record -> {};
    boolean pausedByUser;
    /** What the cluster says of the topic's life. */
    CompletionStage<TopicIdentities> topicIds = CompletableFuture.completedStage(TopicIdentities.NONE);
    /** What the listener throws when it hears of a failed record. */
    @Nullable
    Error handlerFailure;

    MockMember() {
        this(limits(1_000));
    }

    MockMember(ConsumerLimits limits) {
        this(settings().limits(limits));
    }

    MockMember(ConsumerSettings<String, String> settings) {
        Clocked clocked = new Clocked(consumerEvents, clock);
        circuit = Circuit.of(settings.failures(), consumerEvents, clock);
        Attempts attempts = new Attempts(
                new FailureRouter(settings.failures(), this::bury, circuit, completions, clocked),
                circuit,
                completions,
                clocked);
        Lane.Step step = new RecordStep<>(
                new RecordReader<>(settings.keyDeserializer(), settings.valueDeserializer()),
                record -> {
                    handler.handle(record);
                    handled.add(record.partition() + "@" + record.offset());
                },
                attempts);
        Lanes lanes =
                new Lanes(workers, step, OrderRule.of(settings.ordering()), completions, new Lanes.Shape(256, clock));
        parts = new MemberParts(
                client,
                assignment,
                completions,
                lanes,
                new Intake(assignment, lanes, consumerEvents),
                workers,
                new OffsetCommitter(client, assignment, consumerEvents, settings.limits(), clock),
                new FlowControl(
                        client,
                        assignment,
                        settings.limits(),
                        1,
                        () -> pausedByUser || circuit.stopsFetching(assignment.recordsInFlight())),
                new LagSampler(client, assignment::all, lag, new Clocks(clock, () -> 0)),
                consumerEvents,
                clock);
        seeks = new Seeks(parts, settings.limits().drainTimeout());
        SkipReport report = new SkipReport("payments", consumerEvents);
        Lives lives = new Lives(topics -> topicIds, Duration.ofMillis(10), clock);
        LogJumps jumps = new LogJumps(parts, lives, new Questioning("payments", clock), report);
        positions = new Positions(
                parts,
                new StartPoints(parts, lives, settings.startPosition(), new Questioning("payments", clock), report),
                jumps,
                new LifeWatch(parts, lives, jumps),
                seeks);
        guard = new RebalanceGuard(parts, positions, settings.limits().drainTimeout(), stop);
        progress = new MemberProgress(parts, step, circuit);
        watchdog = new ProgressWatchdog(
                new ProgressWatchdog.Watched(
                        new ClusterLook(List.of("orders"), client, clock),
                        assignment,
                        progress,
                        () -> pausedByUser ? ConsumerState.PAUSED : ConsumerState.RUNNING),
                new StallRules(Patience.DEFAULT, new StallTexts("payments")),
                new StallReport("payments", consumerEvents, Runnable::run, clock),
                clock);
        loop = new PollLoop(
                parts,
                new Upkeep(lanes, step, circuit),
                positions,
                new PollLoop.Watch(watchdog, trouble, new PollNews(() -> clientMetrics, consumerEvents, clock)),
                stop);
        client.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        client.updateEndOffsets(Map.of(P0, 0L, P1, 0L));
        partitions(2);
        client.subscribe(List.of("orders"), guard);
    }

    static ConsumerSettings<String, String> settings() {
        return ConsumerSettings.group("payments", new StringDeserializer(), new StringDeserializer())
                .topics("orders")
                .ordering(Ordering.PARTITION)
                .failures(new FailurePolicy.RetryForEver(RETRY_DELAY, RETRY_DELAY))
                .limits(limits(1_000));
    }

    private CompletionStage<Object> bury(ConsumerRecord<byte[], byte[]> record, GivenUp why) {
        CompletableFuture<Object> written = new CompletableFuture<>();
        deadLetters.add(written);
        return written;
    }

    static ConsumerLimits limits(int maxInFlightRecords) {
        return new ConsumerLimits(
                2,
                maxInFlightRecords,
                64L << 20,
                COMMIT_INTERVAL,
                1_000_000,
                Duration.ofSeconds(10),
                10,
                Duration.ofMinutes(1));
    }

    /** Gives the topic so many partitions. */
    void partitions(int number) {
        client.updatePartitions(
                P0.topic(),
                IntStream.range(0, number)
                        .mapToObj(p -> new PartitionInfo(P0.topic(), p, null, new Node[0], new Node[0]))
                        .toList());
    }

    /** Takes over partitions and finds their starts. */
    MockMember owning(TopicPartition... partitions) {
        client.rebalance(List.of(partitions));
        positions.settle();
        parts.flow().apply();
        return this;
    }

    /** Has the next poll return records of these offsets. */
    void fetch(TopicPartition partition, long... offsets) {
        client.schedulePollTask(() -> {
            for (long offset : offsets) {
                client.addRecord(record(partition, offset, "v" + offset));
            }
        });
    }

    static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                0L,
                TimestampType.CREATE_TIME,
                -1,
                bytes.length,
                null,
                bytes,
                new RecordHeaders(),
                Optional.of(3));
    }

    /** Runs all lanes that are scheduled, and those that come to it meanwhile. */
    void work() {
        while (workers.runNext(desk)) {
            // Until no lane needs a turn.
        }
    }

    /** One round, then the work it handed out. */
    void round() {
        loop.runOnce();
        work();
    }

    /** Passes the commit interval and goes round until the answer is in. */
    void commit() {
        clock.advance(COMMIT_INTERVAL);
        loop.runOnce();
        loop.runOnce();
    }

    /** Returns what was committed of a partition, -1 for nothing. Takes it back first: the mock tells only of owned ones. */
    long committed(TopicPartition partition) {
        if (!client.assignment().contains(partition)) {
            owning(P0, P1);
        }
        OffsetAndMetadata offset = client.committed(Set.of(partition)).get(partition);
        return offset == null ? -1 : offset.offset();
    }

    @Override
    public void handlerFailed(String group, TopicPartition partition, long offset, int attempt, Throwable failure) {
        events.add("failed " + partition + "@" + offset + " attempt " + attempt);
        if (handlerFailure != null) {
            throw handlerFailure;
        }
    }

    @Override
    public void assigned(String group, Collection<TopicPartition> partitions) {
        events.add("assigned " + partitions);
    }

    @Override
    public void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {
        events.add((lost ? "lost " : "revoked ") + partitions);
    }

    @Override
    public void committed(String group, boolean succeeded, long tookNanos) {
        events.add("committed " + succeeded);
    }

    @Override
    public void offsetsSkipped(String group, SkippedRange range) {
        events.add("skipped " + range.partition() + " " + range.from() + ".." + range.to() + " " + range.reason());
    }

    @Override
    public void rewound(String group, TopicPartition partition, long from, long to) {
        events.add("rewound " + partition + " " + from + ".." + to);
    }

    @Override
    public void stateChanged(String group, ConsumerState state) {
        events.add("state " + state);
    }

    @Override
    public void stalled(String group, Diagnosis why) {
        events.add("stalled " + why.what());
    }

    @Override
    public void moving(String group) {
        events.add("moving");
    }

    /** Takes records of a partition into flight without a lane. */
    static List<Work> take(Assignment assignment, TopicPartition partition, long from, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = LongStream.range(from, from + count)
                .mapToObj(offset -> record(partition, offset, "v"))
                .toList();
        return take(assignment, assignment.add(partition), records);
    }

    static List<Work> take(Assignment assignment, OwnedPartition owner, List<ConsumerRecord<byte[], byte[]>> records) {
        FetchedBatch batch = owner.offsets().add(records);
        List<Work> works = IntStream.range(0, records.size())
                .mapToObj(index -> new Work(owner, records.get(index), batch, index))
                .toList();
        assignment.fetched(
                owner, works.size(), works.stream().mapToLong(Work::heapBytes).sum());
        return works;
    }

    /** Finishes records as a worker does, and has the poll thread see it. */
    static void finish(Assignment assignment, List<Work> works) {
        works.forEach(MockMember::finish);
        assignment.collect();
    }

    /** Finishes a record as a worker does. */
    static void finish(Work work) {
        work.finish();
        work.owner().finished(1, work.heapBytes());
    }
}
