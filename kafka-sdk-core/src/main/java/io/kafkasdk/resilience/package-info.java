/**
 * What to do between a failure and the next try.
 *
 * <p>Rank 5 of the package order.
 */
@NullMarked
package io.kafkasdk.resilience;

import org.jspecify.annotations.NullMarked;
