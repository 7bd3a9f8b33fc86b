package io.kafkasdk.consumer;

import io.kafkasdk.internal.SdkThreads;
import io.kafkasdk.settings.Ordering;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs, for each record, to hand a poll over to the workers and to hear that all of it is done, where handlers
 * do nothing: intake, lanes, workers and counting, without Kafka's client.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class LanesBenchmark {

    private static final int POLL = 2_000;
    private static final int PARTITIONS = 12;
    private static final int TURN = 16;
    private static final long PATIENCE_NANOS = 1_000_000;

    /** The most handlers at a time. */
    @Param({"1", "8", "64"})
    public int workers;

    /** How many keys there are: with one, all records wait for each other. */
    @Param({"1", "10000"})
    public int keys;

    private final Completions completions = new Completions(() -> {});
    private final Assignment assignment = new Assignment();
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> poll = new HashMap<>();
    private Workers threads = threads(1);
    private Intake intake = intake(threads, 1);

    /** Starts the workers and makes the records of one poll. */
    @Setup
    public void start() {
        threads = threads(workers);
        intake = intake(threads, workers);
        int partitions = keys == 1 ? 1 : PARTITIONS;
        for (int number = 0; number < partitions; number++) {
            TopicPartition partition = new TopicPartition("orders", number);
            List<ConsumerRecord<byte[], byte[]>> records =
                    MadeRecords.of(partition, (long) number * keys, POLL / partitions, keys);
            poll.put(partition, records);
        }
    }

    /** Begins new assignments, so that the same records may come again. */
    @Setup(Level.Invocation)
    public void assign() {
        for (TopicPartition partition : poll.keySet()) {
            OwnedPartition before = assignment.get(partition);
            if (before != null) {
                assignment.release(before);
            }
            assignment.add(partition).begin(0, new CommitNote(0, 0, FinishedOffsets.NONE));
        }
    }

    /** Ends the workers. */
    @TearDown
    public void end() {
        threads.end();
    }

    /** How many records a second could a consumer hand over, if fetching and handling were free? */
    @Benchmark
    @OperationsPerInvocation(POLL)
    public int handOver() {
        intake.take(new ConsumerRecords<>(poll, Map.of()));
        while (assignment.recordsInFlight() > 0) {
            completions.await(PATIENCE_NANOS, assignment::hasUncollected);
            assignment.collect();
            intake.feed();
        }
        return assignment.finishedSinceCommit();
    }

    private Workers threads(int most) {
        return new Workers(new Workers.Shift(SdkThreads.factory("worker", "jmh"), most, completions, TURN));
    }

    private Intake intake(Workers all, int most) {
        Lanes lanes = new Lanes(
                all,
                LanesBenchmark::handle,
                OrderRule.of(Ordering.KEY),
                completions,
                Lanes.Shape.forRecords(most, System::nanoTime));
        return new Intake(assignment, lanes, new ConsumerEvents("jmh", new ConsumerListener() {}, System::nanoTime));
    }

    private static void handle(Lane lane, Desk desk, int count) {
        Work[] works = desk.works();
        for (int i = 0; i < count; i++) {
            if (!lane.divert(works[i]) && desk.enter(works[i], 0)) {
                desk.finished(works[i]);
            }
        }
    }
}
