package io.kafkasdk.consumer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs a test that mostly waits with both group protocols at the same time. */
final class BothProtocols {

    private BothProtocols() {}

    /** What is done with one protocol. */
    @FunctionalInterface
    interface Scenario {
        void run(String protocol) throws Exception;
    }

    /** Returns when both have ended; fails when one of them does. */
    static void atOnce(Scenario scenario) throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (String protocol : List.of("classic", "consumer")) {
                runs.add(threads.submit(() -> {
                    runOne(scenario, protocol);
                    return null;
                }));
            }
            AssertionError failed = null;
            for (Future<?> run : runs) {
                failed = join(run, failed);
            }
            if (failed != null) {
                throw failed;
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void runOne(Scenario scenario, String protocol) {
        try {
            scenario.run(protocol);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("With the protocol '" + protocol + "': " + e.getMessage(), e);
        }
    }

    private static AssertionError join(Future<?> run, @Nullable AssertionError before) throws InterruptedException {
        try {
            run.get();
            return before;
        } catch (ExecutionException e) {
            AssertionError failed = new AssertionError(e.getCause().getMessage(), e.getCause());
            if (before != null) {
                failed.addSuppressed(before);
            }
            return failed;
        }
    }
}
