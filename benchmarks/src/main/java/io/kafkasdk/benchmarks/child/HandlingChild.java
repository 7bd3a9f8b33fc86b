package io.kafkasdk.benchmarks.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Runs one contender in this JVM, prints one line and ends. */
public final class HandlingChild {

    private static final Duration FIRST_RECORD = Duration.ofSeconds(60);

    private HandlingChild() {}

    /**
     * Warms up, measures, prints and halts.
     *
     * @param args as {@link HandlingTask#parse(String...)} reads them
     * @param side the contender
     */
    public static void run(String[] args, HandlingSide side) {
        endWithTheTrial();
        HandlingTask task = HandlingTask.parse(args);
        Tally tally = new Tally(task);
        HeapWatch heap = HeapWatch.start();
        side.start(task, tally);
        if (tally.await(1, FIRST_RECORD).records() == 0) {
            System.err.println("No record within " + FIRST_RECORD + "; see above for the cause");
            end(1);
        }
        Duration limit = Duration.ofMillis(task.number(HandlingTask.LIMIT_MILLIS));
        Tally.Mark start = tally.await(task.number(HandlingTask.WARM_UP), limit.dividedBy(2));
        heap.forget();
        Tally.Mark end = tally.await(start.records() + task.number(HandlingTask.RECORDS), limit);
        HandlingResult result = new HandlingResult(
                end.records() - start.records(),
                end.nanos() - start.nanos(),
                end.cpuNanos() - start.cpuNanos(),
                end.allocatedBytes() - start.allocatedBytes(),
                end.workedNanos() - start.workedNanos(),
                heap.peak(),
                tally.disorder());
        System.out.println(result.line());
        end(0);
    }

    /** The trial holds the other end of the standard input: when it is gone, so is this. */
    public static void endWithTheTrial() {
        Thread guard = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is sent here.
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } finally {
                        end(2);
                    }
                },
                "end-with-the-trial");
        guard.setDaemon(true);
        guard.start();
    }

    /** Ends without closing clients: how long they would take to drain is not what is measured. */
    public static void end(int status) {
        System.out.flush();
        Runtime.getRuntime().halt(status);
    }
}
