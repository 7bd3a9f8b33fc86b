package io.kafkasdk.benchmarks.suite;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Says on a stream what was done and about how long the rest takes.
 *
 * <p><b>Threads:</b> for the one thread of the suite.
 */
public final class Progress {

    private final PrintStream out;
    private final LongSupplier nanoClock;
    private final Deque<Duration> ahead = new ArrayDeque<>();
    private String section = "";
    private Duration estimate = Duration.ZERO;
    private long sectionStart;

    /**
     * Takes where to print and a clock.
     *
     * @param out for people, usually standard error
     * @param nanoClock of nanoseconds
     */
    public Progress(PrintStream out, LongSupplier nanoClock) {
        this.out = out;
        this.nanoClock = nanoClock;
    }

    /** Takes the estimates of all sections, in their order. */
    public void plan(List<Duration> sections) {
        ahead.clear();
        ahead.addAll(sections);
    }

    /** Begins the next section. */
    public void begin(String name) {
        section = name;
        estimate = ahead.isEmpty() ? Duration.ZERO : ahead.removeFirst();
        sectionStart = nanoClock.getAsLong();
        out.println("=== " + name + ", " + text(remaining()) + " left");
    }

    /** Tells of a finished step in the section that runs. */
    public void done(String step) {
        out.println(section + ": " + step + "; " + text(remaining()) + " left");
    }

    /** Returns the estimates that are ahead, and what is left of the running section's. */
    Duration remaining() {
        Duration ofThis = estimate.minusNanos(nanoClock.getAsLong() - sectionStart);
        return ahead.stream().reduce(ofThis.isNegative() ? Duration.ZERO : ofThis, Duration::plus);
    }

    private static String text(Duration time) {
        long minutes = time.plusSeconds(30).toMinutes();
        return minutes == 0 ? "less than a minute" : "about " + minutes + " min";
    }
}
