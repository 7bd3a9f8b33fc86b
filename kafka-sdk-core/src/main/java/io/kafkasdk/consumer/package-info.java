/**
 * Handling records, committing only what is done.
 *
 * <p>Rank 11 of the package order.
 */
@NullMarked
package io.kafkasdk.consumer;

import org.jspecify.annotations.NullMarked;
