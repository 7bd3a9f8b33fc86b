/**
 * Is this topic safe to write to, and with which acks.
 *
 * <p>Rank 6 of the package order.
 */
@NullMarked
package io.kafkasdk.acks;

import org.jspecify.annotations.NullMarked;
