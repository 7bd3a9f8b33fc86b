package io.kafkasdk.samples.quickstart;

/**
 * One topic of a run: its books, and who writes to it.
 *
 * @param topic its name
 * @param ledger its books
 * @param sender writes to it
 */
record Channel(String topic, Ledger ledger, QuakeSender sender) {}
