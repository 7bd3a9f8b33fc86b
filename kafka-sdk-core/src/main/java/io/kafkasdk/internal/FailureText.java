package io.kafkasdk.internal;

/** What an exception says, as part of a sentence of ours. */
public final class FailureText {

    private FailureText() {}

    /** Returns the message without its full stop, or the name of the class where there is no message. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        String text = message.strip();
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
