package io.kafkasdk.samples.monitoring;

/** A command line that means nothing; the message is for the user. */
final class UsageException extends Exception {

    UsageException(String message) {
        super(message);
    }
}
