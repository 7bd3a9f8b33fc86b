package io.kafkasdk.tuning;

import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How long records should wait for others.
 *
 * <p>Where each caller waits for the acknowledgement before it sends again, a linger fills no batch: it only makes each round
 * longer. Callers like that cannot be told from a paced load by any meter, but few records are under way at once then, as
 * many as there are callers. So with fewer than 64 records under way (rate times time in the client and to the answer), and
 * nobody held up by the client, a linger grows by a tenth of that time at most: it cannot cost such callers more than a tenth
 * of their rate. A linger of {@link TuningProfile#LOW_LATENCY} is never made longer.
 *
 * @param present the present {@code linger.ms}
 * @param millis the better one; the same where that will do
 * @param fewerRequests by what factor it makes requests fewer; below 1 where it makes them more
 * @param why the reason, with figures; empty without a change
 */
record LingerRule(int present, int millis, double fewerRequests, String why) {

    private static final int[] STEPS = {5, 10, 20, 50, 100, 200, 500, 1000};
    private static final int SHORT_MILLIS = 5;
    private static final int FLOOD_MILLIS = 10;
    private static final int LATENCY_MILLIS = 2;
    private static final double MANY_REQUESTS = 100;
    // At 1,000 a second 1 ms had the better median and 2 ms the better p99; at 3,000 no linger lost in both.
    private static final double MANY_WITHOUT_LINGER = 500;
    private static final double HALVED = 2;
    // A delay of all records must be worth it: 5 to 20 ms at 3,000 records/s saves 25, 20 to 50 ms 3.
    private static final double LEAST_SAVED_PER_MILLI = 10;
    // What a request waits without any linger: waking the sender, and the requests before it.
    private static final double OWN_MILLIS = 0.75;
    // Threads of a usual pool that send and wait: more records under way than that are no round of calls.
    private static final double MOST_CALLERS = 64;
    private static final double SHARE_OF_ROUND = 0.1;

    static LingerRule choose(Load load, PresentSettings settings, TuningOptions options) {
        int present = settings.lingerMillis();
        int most = (int) Math.min(options.maxLinger().toMillis(), settings.mostLingerMillis());
        LingerRule best = options.goal() == TuningGoal.LATENCY
                ? forLatency(load, present, Math.min(LATENCY_MILLIS, most))
                : forCost(load, present, most);
        return best.isLonger() && settings.lingerForLatency() ? unchanged(present) : best;
    }

    private static LingerRule forCost(Load load, int present, int most) {
        double requests = load.observed().requestsPerSecond();
        if (load.isFull() || load.observed().saturated()) {
            // There it is batch.size that counts. A short linger is what made the requests before the queue grew.
            int longer = Math.min(FLOOD_MILLIS, most);
            return present < SHORT_MILLIS
                            && longer > present
                            && requests >= MANY_REQUESTS
                            && isAffordable(load, longer - present)
                    ? new LingerRule(
                            present,
                            longer,
                            1,
                            seen(load) + "batches are not given the time to fill when the queue is short")
                    : unchanged(present);
        }
        return IntStream.concat(IntStream.of(STEPS), IntStream.of(most))
                .filter(step -> step > present && step <= most)
                .filter(step -> isWorth(load, present, step) && isAffordable(load, step - present))
                .sorted()
                .mapToObj(step -> new LingerRule(
                        present, step, fewer(load, present, step), seen(load) + expected(load, present, step)))
                .findFirst()
                .orElse(unchanged(present));
    }

    private static LingerRule forLatency(Load load, int present, int best) {
        TuningObservation observed = load.observed();
        boolean saturated = observed.saturated() || load.isFull();
        if (present > best && !saturated && best == LATENCY_MILLIS) {
            return new LingerRule(
                    present,
                    best,
                    fewer(load, present, best),
                    String.format(Locale.ROOT, "a record waits up to %d ms for others before it is sent", present));
        }
        boolean isShort = !mayBeWaiting(load) || best <= observed.requestMillis();
        if (present == 0 && best == LATENCY_MILLIS && isShort && observed.requestsPerSecond() >= MANY_WITHOUT_LINGER) {
            return new LingerRule(
                    present, best, fewer(load, present, best), seen(load) + "requests queue behind each other");
        }
        return unchanged(present);
    }

    private static LingerRule unchanged(int present) {
        return new LingerRule(present, present, 1, "");
    }

    /** Whether callers that may be waiting for each acknowledgement lose no more of their rate than a tenth. */
    private static boolean isAffordable(Load load, int addedMillis) {
        return !mayBeWaiting(load) || addedMillis <= load.cycleMillis() * SHARE_OF_ROUND;
    }

    private static boolean mayBeWaiting(Load load) {
        return !load.observed().saturated() && load.recordsUnderWay() < MOST_CALLERS;
    }

    private static boolean isWorth(Load load, int present, int step) {
        double requests = load.observed().requestsPerSecond();
        double fewer = fewer(load, present, step);
        double saved = requests * (1 - 1 / fewer);
        return fewer >= HALVED && saved >= LEAST_SAVED_PER_MILLI * (step - present);
    }

    /**
     * Returns how many times as many records a request takes. The first record opens it, the others come while it waits:
     * a wait twice as long brings twice as many others. Measured at 3,000 records/s, in requests of 5 ms: 10 ms 0.52, 20 ms
     * 0.27; this says 0.58 and 0.33.
     */
    private static double fewer(Load load, int present, int step) {
        double now = load.recordsPerRequest();
        double perMilli = Math.max((now - 1) / (present + OWN_MILLIS), load.recordsPerMilliAndBroker());
        double before = 1 + perMilli * (present + OWN_MILLIS);
        double after = 1 + perMilli * (step + OWN_MILLIS);
        // Where fewer records come together than should, the model is no better for what comes then.
        return after / Math.max(now, before);
    }

    /** Returns how much longer records wait with it than now; 0 where it is shorter. */
    int addedMillis() {
        return Math.max(0, millis - present);
    }

    boolean isLonger() {
        return millis > present;
    }

    void advise(AdviceList advice) {
        if (millis != present) {
            advice.add(PresentSettings.LINGER, String.valueOf(millis), why, risk());
        }
    }

    private String risk() {
        return isLonger()
                ? "at low rates each record waits up to " + (millis - present)
                        + " ms longer, and callers that wait for each acknowledgement send that much more slowly; what"
                        + " waits is lost when the process dies"
                : String.format(
                        Locale.ROOT, "about %.1f times as many requests, on the cluster too", 1 / fewerRequests);
    }

    private static String seen(Load load) {
        return String.format(
                Locale.ROOT,
                "%.0f requests a second with %.1f records each: ",
                load.observed().requestsPerSecond(),
                load.recordsPerRequest());
    }

    private static String expected(Load load, int present, int step) {
        return String.format(
                Locale.ROOT,
                "about %.0f with this, for %d ms of waiting",
                load.observed().requestsPerSecond() / fewer(load, present, step),
                step - present);
    }
}
