/**
 * Sending records with a stated guarantee.
 *
 * <p>Rank 7 of the package order.
 */
@NullMarked
package io.kafkasdk.producer;

import org.jspecify.annotations.NullMarked;
