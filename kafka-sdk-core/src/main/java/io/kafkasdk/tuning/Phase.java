package io.kafkasdk.tuning;

/** What the advisor does with one producer at a time: waits, looks, or sees whether a change was one for the better. */
interface Phase {

    /** Goes on as far as there is something to do now, and returns what comes then; the same while it waits. */
    Phase next();
}
