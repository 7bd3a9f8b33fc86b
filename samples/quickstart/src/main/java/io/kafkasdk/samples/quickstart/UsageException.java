package io.kafkasdk.samples.quickstart;

/** The command line, or a file it names, cannot be used; the message says what and what to write instead. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
