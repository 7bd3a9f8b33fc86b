package io.kafkasdk.test;

/** Who else uses the cluster of a {@link KafkaClusterTest}. */
public enum Sharing {
    /** Nobody: the class has a cluster of its own, started for it and closed after it, and may break it. */
    CLASS,
    /**
     * All classes of this JVM that ask for {@code JVM} and the same specification; closed when the test run ends. Saves
     * the start-up time; in return the class promises to leave all brokers running and all links healed, and to use
     * topic and group names that no other class uses.
     */
    JVM
}
