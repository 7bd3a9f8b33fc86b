package io.kafkasdk.metrics;

import org.apache.kafka.common.MetricName;

/** A total of a Kafka client that does not fall when that is replaced by one which counts from zero. */
final class RisingTotal {

    private final KafkaFigures figures;
    private final MetricName name;
    private final double factor;
    private double ofThoseBefore;
    private double last;

    RisingTotal(KafkaFigures figures, MetricName name, double factor) {
        this.figures = figures;
        this.name = name;
        this.factor = factor;
    }

    /** Returns the sum so far: 0 before there is a client, NaN where it has no such figure. */
    synchronized double value() {
        double now = figures.value(name);
        if (Double.isNaN(now)) {
            return figures.all().isEmpty() || ofThoseBefore + last > 0 ? factor * (ofThoseBefore + last) : Double.NaN;
        }
        if (now < last) {
            ofThoseBefore += last;
        }
        last = now;
        return factor * (ofThoseBefore + now);
    }
}
