/**
 * Plumbing that the other packages share.
 *
 * <p>Rank  Kafka clients, threads, deadlines. Forbidden to users of the package order.
 */
@NullMarked
package io.kafkasdk.internal;

import org.jspecify.annotations.NullMarked;
