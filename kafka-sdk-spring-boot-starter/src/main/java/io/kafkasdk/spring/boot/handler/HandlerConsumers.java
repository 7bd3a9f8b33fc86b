package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.consumer.ManagedConsumer;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The consumers whose work methods annotated with {@link HandlesRecords} do, by the names in the annotation. A bean; take it
 * to pause a consumer, to look at its lag, or to start one that does not start by itself.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 *
 * <p><b>Lifecycle:</b> empty until all singletons of the application are made. The consumers are started and closed with the
 * application; they are no beans themselves.
 */
public final class HandlerConsumers {

    private final Map<String, ManagedConsumer> consumers = new LinkedHashMap<>();
    private final Set<String> starting = new HashSet<>();

    HandlerConsumers() {}

    /** Returns all of them by name; a copy. */
    public synchronized Map<String, ManagedConsumer> byName() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(consumers));
    }

    /** Returns whether it is to start with the application. */
    synchronized boolean startsItself(String name) {
        return starting.contains(name);
    }

    synchronized void opened(String name, ManagedConsumer consumer, boolean startsItself) {
        consumers.put(name, consumer);
        if (startsItself) {
            starting.add(name);
        }
    }
}
