package io.kafkasdk.benchmarks.boot;

import io.kafkasdk.benchmarks.child.ResultLine;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;

/** Starts an application, says how long that took until it was ready, in nanoseconds, and ends it. */
final class StartTime {

    private StartTime() {}

    static void print(Class<?> application, String[] args) {
        long began = System.nanoTime();
        SpringApplication starting = new SpringApplication(application);
        starting.addListeners(event -> {
            if (event instanceof ApplicationReadyEvent) {
                System.out.println(ResultLine.of(System.nanoTime() - began));
            }
        });
        starting.run(args).close();
    }
}
