/**
 * What becomes of records that were given up: written to a dead letter topic, and brought back from there.
 *
 * <p>Rank 10 of the package order.
 */
@NullMarked
package io.kafkasdk.deadletter;

import org.jspecify.annotations.NullMarked;
