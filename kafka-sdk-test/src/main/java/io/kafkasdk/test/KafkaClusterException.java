package io.kafkasdk.test;

/** A test cluster could not do what it was asked for; the message says what, where the logs are and what helps. */
public final class KafkaClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KafkaClusterException(String message) {
        super(message);
    }

    KafkaClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
