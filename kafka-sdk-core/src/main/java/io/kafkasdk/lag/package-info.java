/**
 * How far behind a consumer is.
 *
 * <p>Rank 9 of the package order.
 */
@NullMarked
package io.kafkasdk.lag;

import org.jspecify.annotations.NullMarked;
