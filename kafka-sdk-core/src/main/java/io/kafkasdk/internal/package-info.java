/**
 * Plumbing that the other packages share: Kafka clients, threads, deadlines. Forbidden to users.
 *
 * <p>Rank 3 of the package order.
 */
@NullMarked
package io.kafkasdk.internal;

import org.jspecify.annotations.NullMarked;
