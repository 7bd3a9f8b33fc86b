package io.kafkasdk.test.nemesis;

/** A fault could not be injected or healed, so that a run says nothing about what it was to test. */
public final class NemesisException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What could not be done, where, why, and what helps. */
    public NemesisException(String message) {
        super(message);
    }

    /** The same with what was thrown. */
    public NemesisException(String message, Throwable cause) {
        super(message, cause);
    }
}
