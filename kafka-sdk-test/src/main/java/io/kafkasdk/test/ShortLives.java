package io.kafkasdk.test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Resets each connection of a link when its time has come, from begin to end, in a thread that lives that long. */
final class ShortLives {
    private static final long LOOK_MS = 10;
    private static final long END_LIMIT_MS = 10_000;

    private final Set<LinkConnection> connections;
    private @Nullable CountDownLatch running;
    private @Nullable Thread reaper;

    ShortLives(Set<LinkConnection> connections) {
        this.connections = connections;
    }

    synchronized void begin(Duration from, Duration to, long seed) {
        end();
        CountDownLatch ended = new CountDownLatch(1);
        running = ended;
        Thread thread =
                new Thread(() -> reap(ended, new Lives(from, to, new Random(seed))), "kafka-sdk-link-short-lives");
        thread.setDaemon(true);
        reaper = thread;
        thread.start();
    }

    /** Returns when no connection is broken any more. */
    synchronized void end() {
        if (running == null || reaper == null) {
            return;
        }
        running.countDown();
        running = null;
        try {
            reaper.join(END_LIMIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reap(CountDownLatch ended, Lives lives) {
        Map<LinkConnection, Long> ends = new HashMap<>();
        try {
            do {
                long now = System.nanoTime();
                ends.keySet().retainAll(connections);
                for (LinkConnection connection : connections) {
                    long end = ends.computeIfAbsent(connection, born -> now + lives.draw());
                    if (now - end >= 0) {
                        connection.reset();
                    }
                }
            } while (!ended.await(LOOK_MS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Draws lives. */
    private record Lives(Duration from, Duration to, Random random) {
        long draw() {
            return from.toNanos() + (long) (random.nextDouble() * to.minus(from).toNanos());
        }
    }
}
