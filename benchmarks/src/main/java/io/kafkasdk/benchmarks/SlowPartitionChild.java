package io.kafkasdk.benchmarks;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.benchmarks.child.HandlingChild;
import io.kafkasdk.benchmarks.child.HandlingTask;
import io.kafkasdk.benchmarks.child.HeapWatch;
import io.kafkasdk.benchmarks.child.ResultLine;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.Ordering;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The consumer of {@link SlowPartitionTrial}: its handler blocks for the records of partition 0 and no other. */
final class SlowPartitionChild {

    static final String ORDERING = "ordering";
    static final String BUDGET_BYTES = "budget";
    static final String OTHERS = "others";

    private static final int MOST_RECORDS = 1_000_000;
    private static final long LOOK_NANOS = Duration.ofMillis(5).toNanos();
    private static final long ALONE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long COLLECT_NANOS = Duration.ofMillis(500).toNanos();

    private final HandlingTask task;
    private final LongAdder slow = new LongAdder();
    private final LongAdder others = new LongAdder();

    private SlowPartitionChild(HandlingTask task) {
        this.task = task;
    }

    public static void main(String[] args) {
        HandlingChild.endWithTheTrial();
        System.out.println(new SlowPartitionChild(HandlingTask.parse(args)).watch());
        HandlingChild.end(0);
    }

    private String watch() {
        ManagedConsumer consumer = consumer();
        long idle = HeapWatch.collect();
        HeapWatch heap = HeapWatch.start();
        consumer.start();
        long start = System.nanoTime();
        long limit = Duration.ofMillis(task.number(HandlingTask.LIMIT_MILLIS)).toNanos();
        int most = look(consumer, start + limit, task.number(OTHERS));
        long nanos = System.nanoTime() - start;
        // Now nothing but the budget is in the way of the slow partition's backlog.
        int alone = look(consumer, System.nanoTime() + ALONE_NANOS, Integer.MAX_VALUE);
        consumer.failure().ifPresent(failure -> System.err.println("The consumer failed: " + failure));
        return ResultLine.of(idle, heap.live(), Math.max(most, alone), others.sum(), slow.sum(), nanos);
    }

    /** Looks on until the others have handled so many, at most until then, and returns the most in flight. */
    private int look(ManagedConsumer consumer, long until, int handled) {
        int most = 0;
        long collected = System.nanoTime();
        while (others.sum() < handled && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_NANOS);
            most = Math.max(most, consumer.inFlight());
            if (System.nanoTime() - collected >= COLLECT_NANOS) {
                HeapWatch.collect();
                collected = System.nanoTime();
            }
        }
        HeapWatch.collect();
        return most;
    }

    private ManagedConsumer consumer() {
        KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(task.kafka("bootstrap.servers")))
                .application("slow-partition")
                .build();
        // By records it may hold so many that only the bytes can be the bound.
        ConsumerLimits limits = ConsumerLimits.DEFAULT
                .concurrency(task.number(HandlingTask.CONCURRENCY))
                .inFlight(MOST_RECORDS, task.number(BUDGET_BYTES));
        return sdk.consumer(
                ConsumerSettings.group(task.kafka("group.id"), new StringDeserializer(), new ByteArrayDeserializer())
                        .topics(task.text(HandlingTask.TOPIC))
                        .ordering(Ordering.valueOf(task.text(ORDERING)))
                        .limits(limits),
                this::handle);
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        if (record.partition() > 0) {
            others.increment();
            return;
        }
        long end = System.nanoTime() + task.number(HandlingTask.WORK_MICROS) * 1_000L;
        for (long wait = end - System.nanoTime(); wait > 0; wait = end - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
        slow.increment();
    }
}
