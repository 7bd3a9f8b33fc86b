package io.kafkasdk.metrics;

import io.kafkasdk.internal.SdkThreads;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Micrometer's own view of all figures of a Kafka client. Looks for new ones once a minute, on a thread of its own.
 *
 * @param binder the view
 * @param thread its thread
 */
record AllFigures(KafkaClientMetrics binder, ScheduledExecutorService thread) implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AllFigures.class);
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);

    static AllFigures bind(MeterSet meters, String clientId, KafkaFigures figures) {
        // Else Micrometer starts a thread that tells nobody whose it is.
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(SdkThreads.factory("meters", clientId));
        KafkaClientMetrics binder = new KafkaClientMetrics(metricsOf(figures), meters.commonTags(), thread);
        meters.bind(binder);
        return new AllFigures(binder, thread);
    }

    /** Micrometer asks a client for nothing but its metrics, and takes no supplier of those. */
    private static Producer<?, ?> metricsOf(KafkaFigures figures) {
        return (Producer<?, ?>) Proxy.newProxyInstance(
                Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("metrics")) {
                        return figures.all();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Begins to close; does not block. */
    void shutdown() {
        thread.shutdownNow();
    }

    /** Blocks up to 1 s, mostly not at all. The thread first: a look that still ran could bring series back. */
    @Override
    public void close() {
        shutdown();
        try {
            if (!thread.awaitTermination(LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("A look at the figures of a Kafka client did not end within {}", LAST_LOOK);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        binder.close();
    }
}
