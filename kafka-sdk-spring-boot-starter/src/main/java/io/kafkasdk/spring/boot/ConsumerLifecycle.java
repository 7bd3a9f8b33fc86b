package io.kafkasdk.spring.boot;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the {@link ManagedConsumer} beans when the rest of the application is up, the web server included, and drains
 * them before anything else stops.
 *
 * <p><b>Threads:</b> called by Spring, one call at a time; each consumer drains on a thread of its own, so that all
 * have the whole shutdown timeout.
 */
final class ConsumerLifecycle implements SmartLifecycle {

    /** After the web server (and its graceful shutdown, 1,024 below the default), beside spring-kafka's containers. */
    static final int PHASE = DEFAULT_PHASE - 100;

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLifecycle.class);

    private final ListableBeanFactory beans;
    private final KafkaSdkProperties properties;
    private volatile List<ManagedConsumer> consumers = List.of();
    private volatile boolean running;

    ConsumerLifecycle(ListableBeanFactory beans, KafkaSdkProperties properties) {
        this.beans = beans;
        this.properties = properties;
    }

    /** Starts those that nobody has started yet, unless {@code kafka-sdk.auto-start} is false. */
    @Override
    public void start() {
        consumers = List.copyOf(
                beans.getBeansOfType(ManagedConsumer.class, false, true).values());
        if (properties.autoStart()) {
            consumers.forEach(ConsumerLifecycle::startOnce);
        }
        running = true;
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        CompletableFuture<?>[] drains = consumers.stream().map(this::drain).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(drains).whenComplete((done, failure) -> callback.run());
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** A closed consumer cannot start again, so a context that is only paused (Spring's test cache) keeps them running. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private static void startOnce(ManagedConsumer consumer) {
        ConsumerState state = consumer.state();
        if (state == ConsumerState.CREATED) {
            consumer.start();
        } else if (state == ConsumerState.CLOSED || state == ConsumerState.FAILED) {
            LOG.warn(
                    "Consumer of group '{}' is {} and cannot start again; restart the application",
                    consumer.group(),
                    state);
        }
    }

    private static Thread drainThread(Runnable drain, ManagedConsumer consumer) {
        Thread thread = new Thread(drain, "kafka-sdk-drain-" + consumer.clientId());
        thread.setDaemon(true);
        return thread;
    }

    private CompletableFuture<Void> drain(ManagedConsumer consumer) {
        Duration timeout = properties.shutdownTimeout();
        return CompletableFuture.runAsync(
                        () -> consumer.close(timeout),
                        drain -> drainThread(drain, consumer).start())
                .exceptionally(failure -> {
                    LOG.warn("Consumer of group '{}' did not close cleanly", consumer.group(), failure);
                    return null;
                });
    }
}
