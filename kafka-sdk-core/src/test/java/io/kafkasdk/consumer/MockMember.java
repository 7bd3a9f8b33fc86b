package io.kafkasdk.consumer;

import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.resilience.Backoff;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
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
    final MockConsumer<byte[], byte[]> client = new MockConsumer<>("earliest");
    final Deque<Runnable> runnable = new ArrayDeque<>();
    final List<String> handled = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final Assignment assignment = new Assignment();
    final Completions completions = new Completions(client::wakeup);
    final ConsumerEvents consumerEvents = new ConsumerEvents("payments", this, clock);
    final StopSignal stop = new StopSignal(clock);
    final LagTracker lag = new LagTracker("payments", IsolationLevel.READ_UNCOMMITTED, clock);
    final PollTrouble trouble = new PollTrouble("payments", clock);
    final HandlerStep<String, String> step;
    final MemberParts parts;
    final RebalanceGuard guard;
    final ProgressWatchdog watchdog;
    final PollLoop loop;
    RecordHandler<String, String> handler = record -> {};
    boolean pausedByUser;
    /** What the listener throws when it hears of a failed record. */
    @Nullable
    Error handlerFailure;

    MockMember() {
        this(limits(1_000));
    }

    MockMember(ConsumerLimits limits) {
        ConsumerSettings<String, String> settings = ConsumerSettings.group(
                        "payments", new StringDeserializer(), new StringDeserializer())
                .topics("orders")
                .limits(limits);
        step = new HandlerStep<>(
                settings,
                record -> {
                    handler.handle(record);
                    handled.add(record.partition() + "@" + record.offset());
                },
                new FailureRouter("payments", new Backoff(RETRY_DELAY, RETRY_DELAY), consumerEvents, clock),
                completions,
                new HandlerStep.Clocked(consumerEvents, clock));
        parts = new MemberParts(
                client,
                assignment,
                completions,
                new Lanes(runnable::add, step, completions, clock),
                new OffsetCommitter(client, assignment, consumerEvents, COMMIT_INTERVAL, clock),
                new FlowControl(client, assignment, limits, 1, () -> pausedByUser),
                new LagSampler(client, assignment, lag, clock),
                consumerEvents,
                clock);
        guard = new RebalanceGuard(parts, limits.drainTimeout(), stop);
        watchdog = new ProgressWatchdog(
                new ProgressWatchdog.Watched(
                        new ClusterLook(List.of("orders"), client, clock),
                        assignment,
                        new MemberProgress(parts),
                        () -> pausedByUser ? ConsumerState.PAUSED : ConsumerState.RUNNING),
                new StallRules(Patience.DEFAULT, new StallTexts("payments")),
                new StallReport("payments", consumerEvents, Runnable::run, clock),
                clock);
        loop = new PollLoop(parts, watchdog, trouble, stop);
        client.updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        client.updateEndOffsets(Map.of(P0, 0L, P1, 0L));
        client.subscribe(List.of("orders"), guard);
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

    MockMember owning(TopicPartition... partitions) {
        client.rebalance(List.of(partitions));
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
        for (Runnable lane = runnable.poll(); lane != null; lane = runnable.poll()) {
            lane.run();
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
    public void stateChanged(String group, ConsumerState state) {
        events.add("state " + state);
    }
}
