package io.kafkasdk.deadletter;

import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;

/** What of a record failed. */
public enum FailedPart {
    /** Its key could not be deserialized. */
    KEY("key"),
    /** Its value could not be deserialized. */
    VALUE("value"),
    /** The handler threw, or did not end in time. */
    HANDLER("handler");

    private final String text;

    FailedPart(String text) {
        this.text = text;
    }

    /** Returns the word in the header {@link DeadLetterHeaders#FAILED}. */
    String text() {
        return text;
    }

    /** Returns the part of that word; a word that nobody knows means the handler. */
    static FailedPart of(String text) {
        return switch (text) {
            case "key" -> KEY;
            case "value" -> VALUE;
            default -> HANDLER;
        };
    }

    /** Returns what of a record failed, by what was thrown. */
    static FailedPart of(Throwable failure) {
        if (failure instanceof RecordDeserializationException unreadable) {
            return unreadable.origin() == DeserializationExceptionOrigin.KEY ? KEY : VALUE;
        }
        return HANDLER;
    }
}
