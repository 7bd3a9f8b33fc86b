package io.kafkasdk.samples.quickstart;

import org.jspecify.annotations.Nullable;

/** The cluster does not do what the sample needs; the message says what and what to do. */
final class StageException extends Exception {

    private static final long serialVersionUID = 1L;

    StageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
