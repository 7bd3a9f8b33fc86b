package io.kafkasdk.samples.quickstart;

/**
 * Something that happened once and is said once.
 *
 * @param tone how it feels
 * @param text what happened; as long as it needs to be
 */
record Event(Tone tone, String text) {}
