/**
 * How far behind a consumer is.
 *
 * <p>Rank 8 of the package order.
 */
@NullMarked
package io.kafkasdk.lag;

import org.jspecify.annotations.NullMarked;
