package io.kafkasdk.test;

/** Where the brokers of a cluster run. */
public enum Backend {
    /** Child JVMs of the calling process. */
    PROCESS,
    /** Containers of a Docker engine. */
    CONTAINER
}
