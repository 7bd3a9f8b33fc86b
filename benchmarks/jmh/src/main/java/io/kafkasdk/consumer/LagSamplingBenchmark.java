package io.kafkasdk.consumer;

import io.kafkasdk.lag.LagSnapshot;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.lag.LagTracker.Clocks;
import io.kafkasdk.lag.LagTracker.StatusChange;
import io.kafkasdk.lag.MemberFacts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one look at the lag of all partitions of a consumer costs, ten partitions to a topic. The client is a mock,
 * whose answers are about as cheap as those of Kafka's with the classic protocol; with the new one each end asked for costs a
 * visit to another thread, which is not in these figures.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class LagSamplingBenchmark {

    private static final int PER_TOPIC = 10;
    private static final long STEP_NANOS = Duration.ofSeconds(2).toNanos();

    /** How many partitions the consumer has. */
    @Param({"12", "1000"})
    public int partitions;

    /** Whether all partitions got records since the last look, or none did. */
    @Param({"false", "true"})
    public boolean busy;

    private long nanos;
    private long end = 10;
    private final Clocks clocks = new Clocks(() -> nanos, System::currentTimeMillis);
    private final MockConsumer<byte[], byte[]> client = new MockConsumer<>("none");
    private final Assignment assignment = new Assignment();
    private final LagTracker tracker = new LagTracker("jmh", IsolationLevel.READ_UNCOMMITTED, clocks);
    private final LagSampler sampler = new LagSampler(client, assignment::all, tracker, clocks);
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final MemberFacts facts = new MemberFacts(Duration.ZERO, Duration.ofMinutes(5), Duration.ZERO, "", "");

    /** Assigns the partitions. */
    @Setup
    public void assign() {
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(number -> new TopicPartition("topic-" + number / PER_TOPIC, number % PER_TOPIC))
                .toList();
        client.assign(all);
        for (TopicPartition partition : all) {
            assignment.add(partition).begin(end, new CommitNote(0, 0, FinishedOffsets.NONE));
        }
        move();
        nanos += STEP_NANOS;
        sampler.sampleIfDue();
    }

    private void move() {
        for (TopicPartition partition : client.assignment()) {
            client.seek(partition, end);
            ends.put(partition, end);
        }
        client.updateEndOffsets(ends);
    }

    /**
     * The poll thread's part, twice a second with 12 partitions, every two seconds with 1,000. With "busy" the mock's own
     * moving on is in the figure: compare the two.
     */
    @Benchmark
    public boolean sample() {
        nanos += STEP_NANOS;
        if (busy) {
            end++;
            move();
        }
        return sampler.sampleIfDue();
    }

    /** The monitor thread's part: a look every five seconds. */
    @Benchmark
    public List<StatusChange> look() {
        return tracker.look(facts);
    }

    /** What a registry that reads lag pays for. */
    @Benchmark
    public LagSnapshot snapshot() {
        return tracker.snapshot();
    }
}
