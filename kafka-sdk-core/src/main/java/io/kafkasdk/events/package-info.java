/**
 * What changed, as log events with keys that machines read: one line for each transition.
 *
 * <p>Rank 14 of the package order.
 */
@NullMarked
package io.kafkasdk.events;

import org.jspecify.annotations.NullMarked;
