package io.kafkasdk.test;

/**
 * Where the brokers of a cluster run.
 *
 * <p>The builder's choice wins over the system property {@value #PROPERTY}, which wins over {@link #PROCESS}.
 */
public enum Backend {
    /** Child JVMs of the calling process. The default: needs nothing but a JDK and, the first time, a Maven repository. */
    PROCESS,
    /** Containers of a Docker engine, by Testcontainers, in the host's network. Needs {@code testcontainers-kafka}. */
    CONTAINER,
    /** {@link #CONTAINER} where a Docker engine answers and Testcontainers is on the class path, else {@link #PROCESS}. */
    AUTO;

    /** System property that chooses the back end by its name, in any case. */
    public static final String PROPERTY = "kafka.sdk.test.backend";

    static Backend configured() {
        String name = System.getProperty(PROPERTY, PROCESS.name());
        for (Backend backend : values()) {
            if (backend.name().equalsIgnoreCase(name)) {
                return backend;
            }
        }
        throw new IllegalArgumentException(
                "System property " + PROPERTY + "=" + name + " names no back end; use process, container or auto");
    }
}
