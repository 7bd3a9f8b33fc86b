package io.kafkasdk.benchmarks.child;

import io.kafkasdk.benchmarks.child.SendResult.Latency;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Runs one contender that sends in this JVM, prints one line and ends. */
public final class SendingChild {

    private final SendingSide side;
    private final byte[][] values;
    private final int perSecond;
    private int next;

    private SendingChild(SendingSide side, byte[][] values, int perSecond) {
        this.side = side;
        this.values = values;
        this.perSecond = perSecond;
    }

    /**
     * Warms up, measures, prints and halts.
     *
     * @param args as {@link SendTask#parse(String...)} reads them
     * @param start makes the contender
     */
    public static void run(String[] args, Function<SendTask, SendingSide> start) {
        HandlingChild.endWithTheTrial();
        try {
            System.out.println(measure(SendTask.parse(args), start).line());
        } catch (RuntimeException e) {
            // What a library started would keep this JVM alive.
            e.printStackTrace();
            HandlingChild.end(1);
        }
        HandlingChild.end(0);
    }

    private static SendResult measure(SendTask task, Function<SendTask, SendingSide> start) {
        List<ProcessHandle> brokers = task.brokers();
        SendingSide side = start.apply(task);
        SendingChild child = new SendingChild(side, task.values(), task.number(SendTask.PER_SECOND));
        child.send(task.millis(SendTask.WARM_UP_MILLIS), task.number(SendTask.WARM_UP_RECORDS));
        Moment before = Moment.now(side, brokers);
        Stretch stretch = child.send(task.millis(SendTask.MILLIS), 1);
        return stretch.result(before, Moment.now(side, brokers));
    }

    /** Sends for so long, and at least so many, then waits for all acknowledgements. */
    private Stretch send(Duration time, int atLeast) {
        return perSecond > 0 ? pace((int) (time.toMillis() * perSecond / 1_000)) : flood(time, atLeast);
    }

    private Stretch flood(Duration time, int atLeast) {
        AckCount acks = new AckCount();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        int sent = 0;
        long bytes = 0;
        while (sent < atLeast || System.nanoTime() < end) {
            byte[] value = nextValue();
            side.send(value, acks);
            bytes += value.length;
            sent++;
        }
        acks.await(sent);
        return new Stretch(sent, acks.failed(), System.nanoTime() - start, bytes, Percentiles.of(new long[0]));
    }

    /** By a schedule that does not wait for what is late: a latency counts from when its record was due. */
    private Stretch pace(int records) {
        AckCount acks = new AckCount();
        long[] latencies = new long[records];
        long start = System.nanoTime();
        long bytes = 0;
        for (int i = 0; i < records; i++) {
            long due = start + i * 1_000_000_000L / perSecond;
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            byte[] value = nextValue();
            side.send(value, new TimedAck(acks, latencies, i, due));
            bytes += value.length;
        }
        acks.await(records);
        return new Stretch(records, acks.failed(), System.nanoTime() - start, bytes, Percentiles.of(latencies));
    }

    private byte[] nextValue() {
        byte[] value = values[next];
        next = next + 1 == values.length ? 0 : next + 1;
        return value;
    }

    /** What was sent between two moments; latencies of paced records only. */
    private record Stretch(int records, long failed, long nanos, long payloadBytes, Percentiles percentiles) {

        SendResult result(Moment before, Moment after) {
            return new SendResult(
                    records - failed,
                    failed,
                    nanos,
                    payloadBytes,
                    after.usageSince(before),
                    after.brokerCpuNanos() - before.brokerCpuNanos(),
                    new Latency(percentiles.at(0.5), percentiles.at(0.99), percentiles.at(0.999)));
        }
    }
}
