package io.kafkasdk.consumer;

/** Which records behind the committed offset are finished too. */
final class FinishedOffsets {

    static final FinishedOffsets NONE = new FinishedOffsets();

    private FinishedOffsets() {}
}
