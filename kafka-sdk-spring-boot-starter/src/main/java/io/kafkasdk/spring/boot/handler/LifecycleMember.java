package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.share.SharedConsumer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer of either kind that starts and stops with the application.
 *
 * @param consumer the consumer itself
 * @param group its consumer group or share group
 * @param clientId its name
 * @param state where it is in its life
 * @param starter starts it
 * @param closer closes it within a time
 */
record LifecycleMember(
        Object consumer,
        String group,
        String clientId,
        Supplier<ConsumerState> state,
        Runnable starter,
        Consumer<Duration> closer) {

    private static final Logger LOG = LoggerFactory.getLogger(LifecycleMember.class);

    static LifecycleMember of(ManagedConsumer consumer) {
        return new LifecycleMember(
                consumer, consumer.group(), consumer.clientId(), consumer::state, consumer::start, consumer::close);
    }

    static LifecycleMember of(SharedConsumer consumer) {
        return new LifecycleMember(
                consumer, consumer.group(), consumer.clientId(), consumer::state, consumer::start, consumer::close);
    }

    /** Returns whether nobody has started it; says so where it cannot start any more. */
    boolean isToBeStarted() {
        ConsumerState now = state.get();
        if (now == ConsumerState.CLOSED || now == ConsumerState.FAILED) {
            LOG.warn("Consumer of group '{}' is {} and cannot start again; restart the application", group, now);
        }
        return now == ConsumerState.CREATED;
    }

    /** Starts it, unless somebody was faster: the application with its start, or the shutdown with its close. */
    void start() {
        try {
            starter.run();
        } catch (IllegalStateException e) {
            if (state.get() == ConsumerState.CREATED) {
                throw e;
            }
        }
    }

    /** Returns whether it was started, and neither stopped nor failed. */
    boolean isAtWork() {
        ConsumerState now = state.get();
        return now == ConsumerState.RUNNING || now == ConsumerState.PAUSED;
    }

    void close(Duration timeout) {
        try {
            closer.accept(timeout);
        } catch (RuntimeException e) {
            LOG.warn("Consumer of group '{}' did not close cleanly", group, e);
        }
    }
}
