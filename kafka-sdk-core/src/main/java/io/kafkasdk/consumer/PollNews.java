package io.kafkasdk.consumer;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listener how the poll thread goes round, and of the rebalances that the Kafka client counts. Those cannot be
 * seen from the callbacks: a rebalance that moves no partition calls none, and one that moves some may call several.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class PollNews {

    /** Both group protocols count under these names. */
    private static final String METRIC_GROUP = "consumer-coordinator-metrics";

    private static final String COUNT = "rebalance-total";
    private static final String MILLIS = "rebalance-latency-total";
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<? extends Map<MetricName, ? extends Metric>> clientMetrics;
    private final ConsumerEvents events;
    private final LongSupplier nanoClock;
    private @Nullable Totals totals;
    private long told;
    private double toldMillis;
    private long lastPoll;
    private long lastLook;
    private boolean hasPolled;

    /** Where the client counts. */
    private record Totals(Metric count, Metric millis) {}

    /**
     * Makes it.
     *
     * @param clientMetrics the metrics of the Kafka client
     * @param events tells the listener
     * @param nanoClock monotonic time in nanoseconds
     */
    PollNews(
            Supplier<? extends Map<MetricName, ? extends Metric>> clientMetrics,
            ConsumerEvents events,
            LongSupplier nanoClock) {
        this.clientMetrics = clientMetrics;
        this.events = events;
        this.nanoClock = nanoClock;
    }

    /** Takes note that a poll begins. */
    void polls() {
        long now = nanoClock.getAsLong();
        if (!hasPolled) {
            hasPolled = true;
            lastLook = now;
        } else {
            events.polled(now - lastPoll);
        }
        lastPoll = now;
        if (now - lastLook >= LOOK_NANOS) {
            lastLook = now;
            look();
        }
    }

    private void look() {
        Totals known = totals();
        if (known == null) {
            return;
        }
        // In this order: a rebalance that ends between the two is told with the next look, and not without its time.
        long count = (long) value(known.count);
        double millis = value(known.millis);
        long ended = count - told;
        if (ended > 0) {
            long each = (long) ((millis - toldMillis) * 1_000_000 / ended);
            told = count;
            toldMillis = millis;
            for (long i = 0; i < ended; i++) {
                events.rebalanced(each);
            }
        }
    }

    /** The client of the new protocol makes them on a thread of its own, so they may come later than the client. */
    private @Nullable Totals totals() {
        if (totals == null) {
            Metric count = null;
            Metric millis = null;
            for (Map.Entry<MetricName, ? extends Metric> entry :
                    clientMetrics.get().entrySet()) {
                MetricName name = entry.getKey();
                if (name.group().equals(METRIC_GROUP)) {
                    count = name.name().equals(COUNT) ? entry.getValue() : count;
                    millis = name.name().equals(MILLIS) ? entry.getValue() : millis;
                }
            }
            totals = count == null || millis == null ? null : new Totals(count, millis);
        }
        return totals;
    }

    private static double value(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
    }
}
