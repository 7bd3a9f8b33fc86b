package io.kafkasdk.test.nemesis;

import java.time.Duration;

/** A client in a process of its own that can be broken. Operations may be called by one thread at a time. */
public interface TargetProcess {

    /** Its name, the same over all its lives. */
    String name();

    /** True when its process lives and is not paused. */
    boolean isRunning();

    /** Starts its next life; blocks until the process is there, not until it works. */
    void start();

    /** SIGKILL; blocks until the process is gone. */
    void kill();

    /**
     * SIGTERM; blocks until the process has ended.
     *
     * @return false when it had to be killed after that time
     */
    boolean stop(Duration limit);

    /** SIGSTOP. */
    void pause();

    /** SIGCONT. */
    void resume();
}
