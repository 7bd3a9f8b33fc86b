/**
 * The Micrometer view of producers, consumers, lag and verdicts.
 *
 * <p>Rank 14 of the package order.
 */
@NullMarked
package io.kafkasdk.metrics;

import org.jspecify.annotations.NullMarked;
