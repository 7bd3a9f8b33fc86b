package io.kafkasdk.benchmarks.child;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a steady load to all partitions of all topics and reads it back, in this JVM; weighs what that takes, prints one
 * line and ends.
 */
public final class TrafficChild {

    /** How many topics; their names are {@link HandlingTask#TOPIC} with a number behind it. */
    public static final String TOPICS = "topics";

    /** How many partitions each topic has. */
    public static final String PARTITIONS = "partitions";

    /** Records a second, over all topics. */
    public static final String RATE = "rate";

    /** Records that go to a partition one after the other before the next one has its turn. */
    public static final String BURST = "burst";

    /** Seconds of load before measuring. */
    public static final String WARM_UP_SECONDS = "warm.up.seconds";

    /** Seconds measured; 0 for the start only. */
    public static final String SECONDS = "seconds";

    /** Seconds of a flight recording afterwards. */
    public static final String RECORDED_SECONDS = "recorded.seconds";

    /** Where to keep the recording; optional. */
    public static final String RECORDING = "recording";

    /** When the trial started the process, in milliseconds since 1970. */
    public static final String LAUNCHED = "launched";

    /** What the names of the SDK's monitor threads begin with. */
    private static final String MONITOR = "kafka-sdk-monitor-";

    private static final Duration FIRST = Duration.ofSeconds(60);
    private static final Duration TICK = Duration.ofMillis(10);
    private static final int VALUE_BYTES = 100;
    private static final int NOTICEABLE_MILLIS = 10;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final HandlingTask task;
    private final Footmarks marks;

    private TrafficChild(HandlingTask task) {
        this.task = task;
        this.marks = new Footmarks(task);
    }

    /**
     * Runs one contender.
     *
     * @param args as {@link HandlingTask#parse(String...)} reads them
     * @param side the contender
     */
    public static void run(String[] args, TrafficSide side) {
        long main = System.nanoTime();
        long mainMillis = System.currentTimeMillis();
        HandlingChild.endWithTheTrial();
        HandlingTask task = HandlingTask.parse(args);
        long launched = Long.parseLong(task.text(LAUNCHED));
        TrafficChild child = new TrafficChild(task);
        TrafficSide.Sender sender = side.open(task, child.marks);
        child.feed(sender);
        if (!child.marks.awaitFirst(FIRST)) {
            System.err.println("No record within " + FIRST + "; see above for the cause");
            HandlingChild.end(1);
        }
        TrafficResult.Start start = new TrafficResult.Start(
                child.marks.firstAckNanos() - main,
                child.marks.firstHandledNanos() - main,
                Duration.ofMillis(mainMillis - launched).toNanos());
        System.out.println(child.weigh(start).line());
        HandlingChild.end(0);
    }

    /** Weighs a JVM that does nothing. */
    public static void main(String[] args) {
        HandlingChild.endWithTheTrial();
        TrafficResult.Lag lag = new TrafficResult.Lag(0, 0, 0, 0);
        pause(Duration.ofSeconds(1));
        System.out.println(
                new TrafficResult(new TrafficResult.Start(0, 0, 0), new TrafficResult.Load(0, 0, 0, 0), memory(), lag)
                        .line());
        HandlingChild.end(0);
    }

    private TrafficResult weigh(TrafficResult.Start start) {
        if (task.number(SECONDS) == 0) {
            return new TrafficResult(
                    start, new TrafficResult.Load(0, 0, 0, 0), memory(), new TrafficResult.Lag(0, 0, 0, 0));
        }
        if (!marks.awaitAll(FIRST)) {
            System.err.println("Not every partition had a record within " + FIRST + "; see above for the cause");
            HandlingChild.end(1);
        }
        pause(Duration.ofSeconds(task.number(WARM_UP_SECONDS)));
        Mark before = mark();
        Map<String, Long> threadsBefore = cpuByThread();
        pause(Duration.ofSeconds(task.number(SECONDS)));
        Mark after = mark();
        print(threadsBefore, cpuByThread());
        TrafficResult.Memory memory = memory();
        LagShare share = LagShare.watch(
                Duration.ofSeconds(task.number(RECORDED_SECONDS)),
                task.settings().getOrDefault(RECORDING, ""));
        return new TrafficResult(
                start,
                new TrafficResult.Load(
                        after.records - before.records,
                        after.nanos - before.nanos,
                        after.cpuNanos - before.cpuNanos,
                        after.allocated - before.allocated),
                memory,
                new TrafficResult.Lag(
                        after.monitorNanos - before.monitorNanos, share.samples(), share.ofLag(), share.ofGroups()));
    }

    private void feed(TrafficSide.Sender sender) {
        Thread feeder = new Thread(() -> feedOn(sender), "feeder");
        feeder.setDaemon(true);
        feeder.start();
    }

    private void feedOn(TrafficSide.Sender sender) {
        List<String> topics = marks.topics();
        int partitions = task.number(PARTITIONS);
        int rate = task.number(RATE);
        int burst = task.number(BURST);
        byte[] value = new byte[VALUE_BYTES];
        long start = System.nanoTime();
        for (long sent = 0; ; ) {
            long due = (System.nanoTime() - start) / 1_000 * rate / 1_000_000 + 1;
            for (; sent < due; sent++) {
                int place = (int) (sent / burst % ((long) topics.size() * partitions));
                // Topic after topic, so that neighbours in time are not neighbours in a topic.
                sender.send(topics.get(place % topics.size()), place / topics.size(), value, marks::acked);
            }
            LockSupport.parkNanos(TICK.toNanos());
        }
    }

    private record Mark(long records, long nanos, long cpuNanos, long allocated, long monitorNanos) {}

    private Mark mark() {
        long monitor = cpuByThread().entrySet().stream()
                .filter(thread -> thread.getKey().startsWith(MONITOR))
                .mapToLong(Map.Entry::getValue)
                .sum();
        return new Mark(marks.handled(), System.nanoTime(), SYSTEM.getProcessCpuTime(), HeapWatch.allocated(), monitor);
    }

    private static Map<String, Long> cpuByThread() {
        Map<String, Long> all = new TreeMap<>();
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo thread = THREADS.getThreadInfo(id);
            if (thread != null) {
                all.merge(thread.getThreadName(), Math.max(0, THREADS.getThreadCpuTime(id)), Long::sum);
            }
        }
        return all;
    }

    /** For people who want to know where it goes. */
    private static void print(Map<String, Long> before, Map<String, Long> after) {
        after.forEach((thread, nanos) -> {
            long millis =
                    Duration.ofNanos(nanos - before.getOrDefault(thread, 0L)).toMillis();
            if (millis >= NOTICEABLE_MILLIS) {
                System.err.printf("  %-50s %,6d ms CPU%n", thread, millis);
            }
        });
    }

    private static TrafficResult.Memory memory() {
        HeapWatch.collect();
        long heap = HeapWatch.collect();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return new TrafficResult.Memory(heap, resident(), direct, THREADS.getThreadCount());
    }

    private static long resident() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void pause(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        for (long left = length.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
