package io.kafkasdk.consumer;

import org.jspecify.annotations.Nullable;

/** What a simulation found to be wrong. */
final class Violation extends AssertionError {

    private static final long serialVersionUID = 1;

    private final Check check;

    Violation(Check check, String message, @Nullable Throwable cause) {
        super(check + ": " + message, cause);
        this.check = check;
    }

    Check check() {
        return check;
    }
}
