package io.kafkasdk.internal;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * The one admin client of an SDK, created when somebody first asks for it.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
public final class SharedAdmin implements Supplier<Admin> {

    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofSeconds(1);

    private final Map<String, Object> config;
    private @Nullable Admin admin;
    private boolean closed;

    /**
     * Remembers how to create it.
     *
     * @param config the Kafka config
     */
    public SharedAdmin(Map<String, Object> config) {
        this.config = config;
    }

    /**
     * Returns the client; creates it the first time.
     *
     * @throws KafkaSdkException when closed
     */
    @Override
    public synchronized Admin get() {
        if (closed) {
            throw new KafkaSdkException(
                    new Diagnosis(
                            ErrorKind.CLOSED, "The cluster cannot be asked", "the SDK is closed", "ask before closing"),
                    null);
        }
        if (admin == null) {
            admin = KafkaClients.admin(config);
        }
        return admin;
    }

    /**
     * Closes the client if there is one; later calls of {@link #get()} fail. Blocks up to the timeout, and 1 s at most: what
     * is asked now nobody waits for any more, and a cluster that does not answer would take all the time there is.
     */
    public synchronized void close(Duration timeout) {
        closed = true;
        if (admin != null) {
            // Kafka takes zero for "wait for ever" when it joins its thread.
            Duration most = timeout.compareTo(MOST) > 0 ? MOST : timeout;
            admin.close(most.compareTo(LEAST) < 0 ? LEAST : most);
            admin = null;
        }
    }
}
