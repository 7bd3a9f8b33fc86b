package io.kafkasdk.metrics;

import io.kafkasdk.cluster.CallListener;
import java.util.concurrent.TimeUnit;

/** What the SDK's own looks at the cluster take. */
final class MonitorMeters implements CallListener {

    private final MeterSet meters;

    MonitorMeters(MeterSet meters) {
        this.meters = meters;
    }

    @Override
    public void called(String call, boolean succeeded, long tookNanos) {
        meters.timer(LagNames.MONITOR_DURATION, call, succeeded ? "success" : "failure")
                .record(tookNanos, TimeUnit.NANOSECONDS);
    }
}
