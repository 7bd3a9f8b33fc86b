package io.kafkasdk.test;

import java.time.Duration;

/** One broker as its back end runs it: what can be done to it, without the rules when it may be. */
interface BrokerRuntime {
    /** Starts the broker, or starts it again with the same data, and returns before it is ready. */
    void launch();

    boolean isAlive();

    /** Ends it at once and returns when it is gone. */
    void kill();

    /** Asks for a controlled shutdown and returns whether it ended in time. */
    boolean terminate(Duration limit);

    void pause();

    void resume();
}
