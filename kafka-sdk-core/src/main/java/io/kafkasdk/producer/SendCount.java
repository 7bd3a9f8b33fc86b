package io.kafkasdk.producer;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what became of a producer's records, at no cost to its sends: the budget's sums tell differences only, and the
 * client's meter begins anew with each client.
 *
 * <p><b>Threads:</b> safe for use by several threads. To be asked at least every few seconds: the budget's sums come round
 * after four million records.
 */
final class SendCount {

    private final InFlightBudget budget;
    private final Supplier<Map<MetricName, ? extends Metric>> metrics;
    private final MetricName bufferWait;

    private long mark;
    private long records;
    private long bytes;
    private double bufferSeen;
    private long bufferNanos;

    SendCount(String clientId, InFlightBudget budget, Supplier<Map<MetricName, ? extends Metric>> metrics) {
        this.budget = budget;
        this.metrics = metrics;
        this.mark = budget.left();
        this.bufferWait =
                new MetricName("bufferpool-wait-time-ns-total", "producer-metrics", "", Map.of("client-id", clientId));
    }

    /** Adds what ended since the last call. Never blocks for long. */
    synchronized void tick() {
        long now = budget.left();
        records += InFlightBudget.recordsBetween(mark, now);
        bytes += InFlightBudget.bytesBetween(mark, now);
        mark = now;
    }

    synchronized SendProgress now() {
        tick();
        addBufferWait(metrics.get().get(bufferWait));
        return new SendProgress(
                System.nanoTime(), records, bytes, budget.records(), budget.waitedNanos() + bufferNanos);
    }

    private void addBufferWait(@Nullable Metric metric) {
        if (metric != null && metric.metricValue() instanceof Double total) {
            // Less than before: of another client, which counts from zero.
            bufferNanos += (long) (total < bufferSeen ? total : total - bufferSeen);
            bufferSeen = total;
        }
    }
}
