package io.kafkasdk.reliability;

import io.kafkasdk.reliability.report.Side;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A line each ten seconds that says what was acked and handled so far, how far the groups are behind, and what is broken.
 *
 * <p><b>Lifecycle</b>: writes in a thread of its own until {@link #close()}.
 */
final class LiveView implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(10);

    private final LedgerGrowth growth;
    private final GroupLag lag;
    private final Supplier<String> doing;
    private final Consumer<String> out;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * One that is not started yet.
     *
     * @param growth for its use only
     * @param doing what the run is doing, such as the fault that lasts
     */
    LiveView(LedgerGrowth growth, GroupLag lag, Supplier<String> doing, Consumer<String> out) {
        this.growth = growth;
        this.lag = lag;
        this.doing = doing;
        this.out = out;
    }

    /** Starts it. */
    void start() {
        Thread thread = new Thread(this::run, "reliability-live-view");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closed.await(EVERY.toSeconds(), TimeUnit.SECONDS)) {
                out.accept(line());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private String line() throws InterruptedException {
        growth.read();
        LedgerGrowth.Counts sdk = growth.of(Side.SDK);
        LedgerGrowth.Counts plain = growth.of(Side.PLAIN);
        return String.format(
                Locale.ROOT,
                "SDK acked %,d, not acked %,d, handled %,d, behind %s; plain acked %,d, handled %,d; %s",
                sdk.acked(),
                sdk.refused(),
                sdk.handled(),
                behind(),
                plain.acked(),
                plain.handled(),
                doing.get());
    }

    private String behind() throws InterruptedException {
        try {
            List<GroupLag.Behind> all = lag.ask();
            return String.format(
                    Locale.ROOT,
                    "%,d",
                    all.stream().mapToLong(GroupLag.Behind::records).sum());
        } catch (ExecutionException | TimeoutException e) {
            return "?";
        }
    }

    /** Ends it when it was started; blocks until a line that is being made is written, at most some seconds a group. */
    @Override
    public void close() {
        closed.countDown();
        try {
            ended.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
