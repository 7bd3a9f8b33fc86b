package io.kafkasdk.samples.orders;

import io.kafkasdk.spring.boot.actuate.KafkaSdkViews;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Those who have the page open. Once a second one look at the SDK goes to all of them.
 *
 * <p><b>Threads:</b> one looks; each viewer is sent to on a thread of its own, so that one whose connection hangs holds up
 * nobody. It misses looks meanwhile.
 *
 * <p><b>Lifecycle:</b> ends after the consumers have drained, so that viewers see that, and before the web server waits
 * for open requests: a stream never ends by itself, and would hold up the shutdown.
 */
@Component
final class Viewers implements SmartLifecycle {

    /** More are refused: each costs a connection and a look at it every second. */
    static final int MOST = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Viewers.class);
    private static final long NO_TIMEOUT = 0;

    private final KafkaSdkViews views;
    private final OrderBook book;
    private final JsonMapper json;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private @Nullable Threads threads;

    Viewers(KafkaSdkViews views, OrderBook book, JsonMapper json) {
        this.views = views;
        this.book = book;
        this.json = json;
    }

    /** Adds a viewer; empty when there are too many, or the application stops. */
    synchronized Optional<SseEmitter> join() {
        if (threads == null || viewers.size() >= MOST) {
            return Optional.empty();
        }
        SseEmitter stream = new SseEmitter(NO_TIMEOUT);
        Viewer viewer = new Viewer(stream, threads.senders());
        stream.onCompletion(() -> viewers.remove(viewer));
        viewers.add(viewer);
        return Optional.of(stream);
    }

    @Override
    public synchronized void start() {
        threads = Threads.start();
        threads.clock().scheduleWithFixedDelay(this::showAll, 0, 1, TimeUnit.SECONDS);
    }

    @Override
    public synchronized void stop() {
        if (threads != null) {
            threads.clock().shutdownNow();
            viewers.forEach(Viewer::end);
            viewers.clear();
            threads.senders().shutdown();
            threads = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return threads != null;
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
    }

    private void showAll() {
        if (viewers.isEmpty()) {
            return;
        }
        try {
            String kafka = json.writeValueAsString(views.view());
            String totals = json.writeValueAsString(book.totals());
            viewers.forEach(viewer -> viewer.show(kafka, totals, () -> viewers.remove(viewer)));
        } catch (RuntimeException failure) {
            // Thrown on, it would end the schedule.
            LOG.warn("Viewers of the page miss a look at the SDK", failure);
        }
    }

    /** The thread that looks, and those that send. */
    private record Threads(ScheduledExecutorService clock, ExecutorService senders) {

        static Threads start() {
            return new Threads(
                    Executors.newSingleThreadScheduledExecutor(look -> daemon(look, "page-clock")),
                    Executors.newCachedThreadPool(send -> daemon(send, "page-sender")));
        }

        private static Thread daemon(Runnable work, String name) {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        }
    }
}
