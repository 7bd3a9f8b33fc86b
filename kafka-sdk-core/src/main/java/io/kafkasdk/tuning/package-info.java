/**
 * Settings for a stated goal, each value with its reason.
 *
 * <p>Rank 13 of the package order.
 */
@NullMarked
package io.kafkasdk.tuning;

import org.jspecify.annotations.NullMarked;
