package io.kafkasdk.samples.orders;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places 200 orders a second until it is stopped, at most 300 at the same time, as a bounded number of callers would; some
 * are slow to handle. Keeps the ids that got a 202.
 */
final class OrderLoad implements AutoCloseable {

    private static final long INTERVAL_MILLIS = 5;
    private static final int AT_A_TIME = 300;
    private static final int ACCEPTED = 202;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger sent = new AtomicInteger();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> others = new ConcurrentHashMap<>();
    private final Semaphore callers = new Semaphore(AT_A_TIME);
    private final URI orders;
    private final int slowEach;

    private OrderLoad(URI orders, int slowEach) {
        this.orders = orders;
        this.slowEach = slowEach;
    }

    /**
     * Begins.
     *
     * @param slowEach each order of this number is slow to handle; with 1 all are, which is more than the handlers can take
     */
    static OrderLoad start(OrdersProcess application, int slowEach) {
        OrderLoad load = new OrderLoad(application.uri("/orders"), slowEach);
        load.clock.scheduleAtFixedRate(load::place, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        return load;
    }

    /** The ids of the orders that were accepted. */
    Set<String> accepted() {
        return accepted;
    }

    /** What came instead of a 202, and how often. */
    Map<String, Integer> others() {
        return new TreeMap<>(others);
    }

    /** Places no more, and blocks until all that were placed have their answer. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            clock.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        callers.acquireUninterruptibly(AT_A_TIME);
    }

    private void place() {
        if (!callers.tryAcquire()) {
            return;
        }
        int number = sent.incrementAndGet();
        String id = "load-" + number;
        String customer = number % slowEach == 0 ? DemoCustomers.SLOW : "ada";
        HttpRequest request = HttpRequest.newBuilder(orders)
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"id\":\"%s\",\"customer\":\"%s\",\"amount\":1}".formatted(id, customer)))
                .build();
        http.sendAsync(request, BodyHandlers.discarding())
                .whenComplete((response, failure) -> note(id, response, failure));
    }

    private void note(String id, HttpResponse<Void> response, Throwable failure) {
        if (failure != null) {
            others.merge(failure.getClass().getSimpleName(), 1, Integer::sum);
        } else if (response.statusCode() == ACCEPTED) {
            accepted.add(id);
        } else {
            others.merge(String.valueOf(response.statusCode()), 1, Integer::sum);
        }
        callers.release();
    }
}
