package io.kafkasdk.error;

/** x. */
public enum ErrorKind {
    /** x. */
    A
}
