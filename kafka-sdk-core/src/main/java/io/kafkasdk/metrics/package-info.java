/**
 * The Micrometer view of producers, consumers, lag and verdicts.
 *
 * <p>Rank 15 of the package order.
 */
@NullMarked
package io.kafkasdk.metrics;

import org.jspecify.annotations.NullMarked;
