package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.share.SharedConsumer;
import io.kafkasdk.spring.boot.KafkaSdkProperties;
import io.kafkasdk.spring.boot.KafkaSdks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the consumers when the rest of the application is up, the web server included, and drains them before anything
 * else stops: those of methods with {@link HandlesRecords}, and the beans of {@link ManagedConsumer} and
 * {@link SharedConsumer}. Those that the application made with a {@link KafkaSdk} and started itself drain with them.
 *
 * <p><b>Threads:</b> called by Spring, one call at a time. Each consumer starts on a thread of its own, because that asks
 * the cluster and may take 5 s where nobody answers, or as long as the names of the brokers do not resolve; the application
 * waits for it only with {@code kafka-sdk.fail-fast}. Each drains on a thread of its own, so that all have the whole shutdown
 * timeout. Meanwhile one {@link KeepAlive} keeps the JVM alive.
 */
final class ConsumerLifecycle implements SmartLifecycle {

    /** After the web server (and its graceful shutdown, 1,024 below the default), beside spring-kafka's containers. */
    static final int PHASE = DEFAULT_PHASE - 100;

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerLifecycle.class);

    private final ListableBeanFactory beans;
    private final KafkaSdks sdks;
    private final HandlerConsumers handlers;
    private final KafkaSdkProperties properties;
    private final Duration drainTimeout;
    private volatile List<LifecycleMember> members = List.of();
    private volatile Run run = new Run(new CountDownLatch(0), new KeepAlive());
    private volatile boolean running;

    /**
     * From a start to the next stop.
     *
     * @param stopping open once it stops
     * @param keepAlive keeps the JVM alive
     */
    private record Run(CountDownLatch stopping, KeepAlive keepAlive) {

        boolean endsWithin(Duration wait) {
            try {
                return stopping.await(wait.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
    }

    /**
     * Makes one that has started nothing.
     *
     * @param sdks whose consumers drain, too
     * @param beans where consumers are
     * @param handlers the consumers of annotated methods
     * @param properties who starts by itself
     * @param drainTimeout the longest time that consumers get to drain
     */
    ConsumerLifecycle(
            ListableBeanFactory beans,
            KafkaSdks sdks,
            HandlerConsumers handlers,
            KafkaSdkProperties properties,
            Duration drainTimeout) {
        this.beans = beans;
        this.sdks = sdks;
        this.handlers = handlers;
        this.properties = properties;
        this.drainTimeout = drainTimeout;
    }

    /** Starts those that nobody has started yet and that {@code auto-start} does not leave to the application. */
    @Override
    public void start() {
        List<LifecycleMember> all = new ArrayList<>();
        List<LifecycleMember> wanted = new ArrayList<>();
        beans.getBeansOfType(ManagedConsumer.class, false, true)
                .values()
                .forEach(consumer -> add(LifecycleMember.of(consumer), properties.autoStart(), all, wanted));
        beans.getBeansOfType(SharedConsumer.class, false, true)
                .values()
                .forEach(consumer -> add(LifecycleMember.of(consumer), properties.autoStart(), all, wanted));
        handlers.byName()
                .forEach((name, consumer) ->
                        add(LifecycleMember.of(consumer), handlers.startsItself(name), all, wanted));
        members = List.copyOf(all);
        running = true;
        wanted.removeIf(member -> !member.isToBeStarted());
        Run begun = new Run(new CountDownLatch(1), keptAlive(all, wanted));
        run = begun;
        CompletableFuture<?>[] starts =
                wanted.stream().map(member -> started(member, begun)).toArray(CompletableFuture<?>[]::new);
        if (properties.failFast()) {
            await(starts, begun);
        }
    }

    private static void add(
            LifecycleMember member, boolean startsItself, List<LifecycleMember> all, List<LifecycleMember> wanted) {
        all.add(member);
        if (startsItself) {
            wanted.add(member);
        }
    }

    /** Also for those that the application has started before. */
    private static KeepAlive keptAlive(List<LifecycleMember> all, List<LifecycleMember> wanted) {
        Set<LifecycleMember> kept = new LinkedHashSet<>(wanted);
        all.stream().filter(LifecycleMember::isAtWork).forEach(kept::add);
        return KeepAlive.begin(List.copyOf(kept));
    }

    private CompletableFuture<?> started(LifecycleMember member, Run begun) {
        if (properties.failFast()) {
            return onThread("start", member, member::start);
        }
        PatientStart start = new PatientStart(begun::endsWithin);
        return onThread("start", member, () -> start.run(member)).exceptionally(failure -> tell(member, failure));
    }

    private static CompletableFuture<Void> onThread(String role, LifecycleMember member, Runnable work) {
        return CompletableFuture.runAsync(work, task -> {
            Thread thread = new Thread(task, "kafka-sdk-" + role + "-" + member.clientId());
            thread.setDaemon(true);
            thread.start();
        });
    }

    private static @Nullable Void tell(LifecycleMember member, Throwable failure) {
        Throwable why =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (why instanceof KafkaSdkException known) {
            LOG.error("{}", known.diagnosis().text(), known);
        } else {
            LOG.error("Consumer of group '{}' could not be started; restart the application", member.group(), why);
        }
        return null;
    }

    private static void await(CompletableFuture<?>[] starts, Run begun) {
        try {
            CompletableFuture.allOf(starts).join();
        } catch (CompletionException failed) {
            begun.keepAlive().release();
            if (failed.getCause() instanceof KafkaSdkException known) {
                throw known;
            }
            throw failed;
        }
    }

    /** Closes all of them; a start that is still under way ends with a closed consumer. */
    @Override
    public void stop(Runnable callback) {
        running = false;
        Run ending = run;
        ending.stopping().countDown();
        CompletableFuture<?>[] drains = open().stream()
                .map(member -> onThread("drain", member, () -> member.close(drainTimeout)))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(drains).whenComplete((done, failure) -> {
            ending.keepAlive().release();
            callback.run();
        });
    }

    /** Each once, by identity: those that it started, then those that the application made in code. */
    private Collection<LifecycleMember> open() {
        IdentityHashMap<Object, LifecycleMember> open = new IdentityHashMap<>();
        members.forEach(member -> open.put(member.consumer(), member));
        for (KafkaSdk sdk : allSdks()) {
            sdk.consumers().forEach(consumer -> open.putIfAbsent(consumer, LifecycleMember.of(consumer)));
            sdk.sharedConsumers().forEach(consumer -> open.putIfAbsent(consumer, LifecycleMember.of(consumer)));
        }
        return open.values();
    }

    private Collection<KafkaSdk> allSdks() {
        try {
            return sdks.all().values();
        } catch (BeansException notMadeAnyMore) {
            LOG.debug("Not all KafkaSdk beans are there while the application stops", notMadeAnyMore);
            return List.of();
        }
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
}
