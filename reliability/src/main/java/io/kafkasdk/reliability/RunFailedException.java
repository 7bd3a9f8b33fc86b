package io.kafkasdk.reliability;

/** The run could not be carried out, so that nothing can be judged; the text says what did not happen and where to look. */
final class RunFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RunFailedException(String message) {
        super(message);
    }

    RunFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
