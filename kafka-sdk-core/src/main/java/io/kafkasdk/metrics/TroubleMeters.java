package io.kafkasdk.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What counts the failed attempts of one group and topic. Each series appears with its first event and is looked up once:
 * while a handler fails, these calls come with every record.
 */
final class TroubleMeters {

    private final MeterSet meters;
    private final String group;
    private final String topic;
    private final Map<MeterName, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Class<?>, Counter> failures = new ConcurrentHashMap<>();
    private volatile @Nullable Timer failedAttempts;

    TroubleMeters(MeterSet meters, String group, String topic) {
        this.meters = meters;
        this.group = group;
        this.topic = topic;
    }

    void attemptFailed(long tookNanos) {
        Timer known = failedAttempts;
        if (known == null) {
            // Twice at the same time is one and the same to the registry.
            known = meters.histogram(ConsumerNames.PROCESSING, group, topic, "failure");
            failedAttempts = known;
        }
        known.record(tookNanos, TimeUnit.NANOSECONDS);
    }

    void failed(Class<?> exception) {
        Counter known = failures.get(exception);
        if (known == null) {
            known = failures.computeIfAbsent(
                    exception, e -> meters.counter(ConsumerNames.FAILURES, group, topic, e.getSimpleName()));
        }
        known.increment();
    }

    /** Counts in a meter that has no tags but the group and the topic. */
    void count(MeterName name) {
        Counter known = counters.get(name);
        if (known == null) {
            known = counters.computeIfAbsent(name, n -> meters.counter(n, group, topic));
        }
        known.increment();
    }
}
