package io.kafkasdk.consumer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to know which offset may be committed, for each record: batches of 500 come, their records finish, and
 * after each batch the frontier is asked for, and the commit.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class OffsetTrackerBenchmark {

    private static final int BATCH = 500;
    private static final int BATCHES = 20;
    private static final int RECORDS = BATCH * BATCHES;

    /** How far from its turn a record may finish: 1 is in order. */
    @Param({"1", "64", "2000"})
    public int window;

    private final List<List<ConsumerRecord<byte[], byte[]>>> polls = new ArrayList<>();
    private int[] order = {};

    /** Makes the records, and the order in which they finish. */
    @Setup
    public void make() {
        TopicPartition partition = new TopicPartition("orders", 0);
        for (int from = 0; from < RECORDS; from += BATCH) {
            polls.add(MadeRecords.of(partition, from, BATCH, RECORDS));
        }
        List<Integer> shuffled = new ArrayList<>();
        Random random = new Random(17);
        for (int from = 0; from < RECORDS; from += window) {
            List<Integer> part = new ArrayList<>();
            for (int i = from; i < Math.min(RECORDS, from + window); i++) {
                part.add(i);
            }
            Collections.shuffle(part, random);
            shuffled.addAll(part);
        }
        order = shuffled.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Is it the same however the records finish, and how much memory does it make garbage? */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public OffsetAndMetadata trackAndCommit() {
        OffsetTracker tracker = new OffsetTracker();
        tracker.begin(0);
        FetchedBatch[] batches = new FetchedBatch[BATCHES];
        int lead = window / BATCH + 2;
        for (int batch = 0; batch < Math.min(lead, BATCHES); batch++) {
            batches[batch] = tracker.add(polls.get(batch));
        }
        OffsetAndMetadata commit = tracker.committable(12, 0);
        for (int next = 0, done = 0; done < RECORDS; done++) {
            batches[order[done] / BATCH].finish(order[done] % BATCH);
            if ((done + 1) % BATCH == 0) {
                int coming = lead + next++;
                if (coming < BATCHES) {
                    batches[coming] = tracker.add(polls.get(coming));
                }
                commit = tracker.committable(12, 0);
            }
        }
        return commit;
    }
}
