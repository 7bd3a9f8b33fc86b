package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.consumer.ConsumerState;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the JVM alive while consumers are at work. All threads of the SDK are daemons, so an application without a web server
 * would otherwise end when its main method does.
 *
 * <p><b>Threads:</b> one, {@code kafka-sdk-keep-alive}, from {@link #begin} until {@link #release} or until all consumers are
 * closed, whichever is first.
 */
final class KeepAlive {

    static final String THREAD = "kafka-sdk-keep-alive";

    private final CountDownLatch released = new CountDownLatch(1);

    /** Keeps the JVM alive for these, where there are any. */
    static KeepAlive begin(List<LifecycleMember> members) {
        KeepAlive begun = new KeepAlive();
        if (!members.isEmpty()) {
            Thread thread = new Thread(() -> begun.await(members), THREAD);
            // Also where the caller is one.
            thread.setDaemon(false);
            thread.start();
        }
        return begun;
    }

    private void await(List<LifecycleMember> members) {
        try {
            boolean over = false;
            while (!over) {
                over = released.await(1, TimeUnit.SECONDS)
                        || members.stream().allMatch(member -> member.state().get() == ConsumerState.CLOSED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the JVM end; twice is fine. */
    void release() {
        released.countDown();
    }
}
