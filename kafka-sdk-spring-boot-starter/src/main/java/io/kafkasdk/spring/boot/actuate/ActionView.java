package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.consumer.ConsumerState;
import java.util.List;

/**
 * What came of pausing or resuming.
 *
 * @param action what was done
 * @param consumers to whom, and where they are now
 */
public record ActionView(Action action, List<Member> consumers) {

    /** Copies the list. */
    public ActionView {
        consumers = List.copyOf(consumers);
    }

    /** What can be done with a consumer. */
    public enum Action {
        /** Stop fetching, and keep the place in the group. */
        PAUSE,
        /** End the pause, and close an open circuit. */
        RESUME
    }

    /**
     * A consumer.
     *
     * @param group its group
     * @param clientId its client.id
     * @param state where it is now
     */
    public record Member(String group, String clientId, ConsumerState state) {}
}
