/**
 * The clients that are judged, each in a JVM of its own: senders and members made with the SDK, and the same made with the
 * plain Kafka client. They write into a ledger and know nothing of the runs that break them.
 */
@NullMarked
package io.kafkasdk.reliability.subject;

import org.jspecify.annotations.NullMarked;
