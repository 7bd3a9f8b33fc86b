package io.kafkasdk.internal;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/** Virtual threads, found at run time: the SDK is compiled for Java 17, which has none. */
public final class VirtualThreads {

    private VirtualThreads() {}

    /** Returns whether this JVM has them. */
    public static boolean areHere() {
        return find("worker", "").isPresent();
    }

    /**
     * Returns a factory of virtual threads, named and numbered like those of {@link SdkThreads#factory}.
     *
     * @param role what the threads do
     * @param owner the client.id they work for
     * @throws KafkaSdkException of kind MISCONFIGURED before Java 21
     */
    public static ThreadFactory factory(String role, String owner) {
        return find(role, owner)
                .orElseThrow(() -> new KafkaSdkException(
                        new Diagnosis(
                                ErrorKind.MISCONFIGURED,
                                "'" + owner + "' cannot run its handlers on virtual threads",
                                "this JVM is Java " + Runtime.version().feature() + ", and they came with Java 21",
                                "run on Java 21 or later, or use HandlerThreads.PLATFORM"),
                        null));
    }

    private static Optional<ThreadFactory> find(String role, String owner) {
        try {
            // By name: Thread.ofVirtual().name(prefix, 1).factory(). Java 19 and 20 have the methods, and refuse.
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Object named = type.getMethod("name", String.class, long.class)
                    .invoke(builder, "kafka-sdk-" + role + "-" + owner + "-", 1L);
            Object logged = type.getMethod("uncaughtExceptionHandler", Thread.UncaughtExceptionHandler.class)
                    .invoke(named, (Thread.UncaughtExceptionHandler) SdkThreads::logUncaught);
            return Optional.of((ThreadFactory) type.getMethod("factory").invoke(logged));
        } catch (ReflectiveOperationException | UnsupportedOperationException absent) {
            return Optional.empty();
        }
    }
}
