package io.kafkasdk.test;

import java.nio.file.Path;

/** One broker, its place in the cluster and whether it takes part. */
final class BrokerNode {
    private final int id;
    private final NodePorts ports;
    private final Path log;
    private final BrokerRuntime runtime;
    private volatile boolean paused;
    private volatile boolean retired;

    BrokerNode(int id, NodePorts ports, Path log, BrokerRuntime runtime) {
        this.id = id;
        this.ports = ports;
        this.log = log;
        this.runtime = runtime;
    }

    int id() {
        return id;
    }

    NodePorts ports() {
        return ports;
    }

    Path log() {
        return log;
    }

    BrokerRuntime runtime() {
        return runtime;
    }

    boolean isPaused() {
        return paused && runtime.isAlive();
    }

    boolean isRunning() {
        return !paused && runtime.isAlive();
    }

    void launch() {
        if (retired) {
            throw new IllegalStateException("Broker " + id + " cannot start: its cluster is closed; build another one");
        }
        paused = false;
        runtime.launch();
        if (retired) {
            // Closed while it was started: whoever closes has killed the process before this one.
            runtime.kill();
            throw new IllegalStateException("Broker " + id + " was not started: its cluster was closed meanwhile");
        }
    }

    /** The cluster is closed: the broker's data and ports are gone for good. */
    void retire() {
        retired = true;
    }

    void pause() {
        runtime.pause();
        paused = true;
    }

    void resume() {
        runtime.resume();
        paused = false;
    }
}
