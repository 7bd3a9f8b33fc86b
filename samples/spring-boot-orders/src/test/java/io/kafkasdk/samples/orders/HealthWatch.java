package io.kafkasdk.samples.orders;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks for liveness and readiness five times a second, as an orchestrator would, only more often. */
final class HealthWatch implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 200;
    private static final String READINESS = "/actuator/health/readiness";

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<Reading> readings = new CopyOnWriteArrayList<>();
    private final OrdersProcess application;

    private HealthWatch(OrdersProcess application) {
        this.application = application;
    }

    /**
     * One look.
     *
     * @param liveness HTTP status of liveness; 0 without an answer
     * @param readiness HTTP status of readiness; 0 without an answer
     */
    record Reading(int liveness, int readiness) {}

    /** Begins when the application is ready: before the first answer of the cluster it is not. */
    static HealthWatch start(OrdersProcess application) {
        HealthWatch watch = new HealthWatch(application);
        await().atMost(Duration.ofSeconds(30)).until(() -> watch.status(READINESS) == 200);
        watch.clock.scheduleWithFixedDelay(watch::look, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    List<Reading> readings() {
        return readings;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void look() {
        readings.add(new Reading(status("/actuator/health/liveness"), status(READINESS)));
    }

    private int status(String path) {
        try {
            return application.status(path);
        } catch (IOException unreachable) {
            return 0;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
