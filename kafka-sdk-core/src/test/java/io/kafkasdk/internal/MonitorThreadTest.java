package io.kafkasdk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MonitorThreadTest {

    private final MonitorThread monitor = new MonitorThread("app");

    @AfterEach
    void close() {
        monitor.close(Duration.ofSeconds(5));
    }

    @Test
    void aTaskThatEndsWithAnErrorRunsAgain() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(3);
        monitor.every(Duration.ofMillis(1), () -> {
            runs.countDown();
            throw new NoSuchMethodError("planted");
        });
        assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void onceClosedItTakesNoMoreTasksAndDoesNotComplain() {
        monitor.close(Duration.ofSeconds(5));
        monitor.every(Duration.ofMillis(1), () -> {});
        monitor.close(Duration.ofSeconds(5));
    }
}
