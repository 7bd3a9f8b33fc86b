/**
 * Writing several records, and the offsets they were made from, all or not at all.
 *
 * <p>Rank 8 of the package order.
 */
@NullMarked
package io.kafkasdk.transaction;

import org.jspecify.annotations.NullMarked;
