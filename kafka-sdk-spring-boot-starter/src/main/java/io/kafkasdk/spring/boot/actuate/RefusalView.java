package io.kafkasdk.spring.boot.actuate;

import java.util.List;

/**
 * Why the endpoint does not do what it was asked.
 *
 * @param error why, and what to do
 * @param known the names that it does know, where an unknown one was asked for
 */
public record RefusalView(String error, List<String> known) {

    /** Copies the list. */
    public RefusalView {
        known = List.copyOf(known);
    }
}
