package io.kafkasdk.reliability;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Waits until the groups have committed all that their topics hold. */
final class Drain {

    private static final long LOOK_EVERY_MILLIS = 500;

    private final GroupLag lag;
    private final Duration limit;

    Drain(GroupLag lag, Duration limit) {
        this.lag = lag;
        this.limit = limit;
    }

    /**
     * Blocks until no group is behind; nobody may send meanwhile.
     *
     * @return how long it took
     * @throws RunFailedException when a group is behind after the limit, saying which and on what
     */
    Duration await() throws InterruptedException {
        long start = System.nanoTime();
        String behind = look();
        while (!behind.isEmpty()) {
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new RunFailedException("After " + limit.toSeconds()
                        + " s without a fault and without new records the groups have not committed all: " + behind
                        + "; see the logs of the members");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            behind = look();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private String look() throws InterruptedException {
        try {
            List<GroupLag.Behind> behind = lag.ask();
            return behind.stream().map(GroupLag.Behind::toString).collect(Collectors.joining("; "));
        } catch (ExecutionException | TimeoutException e) {
            return "the brokers do not tell: " + e;
        }
    }
}
