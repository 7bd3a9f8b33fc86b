package io.kafkasdk.error;

import java.util.Objects;

/**
 * One failure, told so that somebody can act on it.
 *
 * @param kind what sort of failure it is
 * @param what what happened, with the topic, partition or setting; a sentence without secrets or payloads
 * @param cause why, as far as the SDK could find out on the broker side
 * @param cure what to do, by whom; may hold a command to paste
 */
public record Diagnosis(ErrorKind kind, String what, String cause, String cure) {

    /** Checks that nothing is missing. */
    public Diagnosis {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(cure, "cure");
    }

    /** Returns the whole diagnosis as one line: what, cause and cure. */
    public String text() {
        return sentence(what) + " Cause: " + sentence(cause) + " Cure: " + sentence(cure);
    }

    private static String sentence(String part) {
        boolean ended = part.endsWith(".") || part.endsWith("?") || part.endsWith("!");
        return ended ? part : part + ".";
    }
}
