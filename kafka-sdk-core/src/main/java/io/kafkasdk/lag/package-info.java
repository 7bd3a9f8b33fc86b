/**
 * How far behind a consumer is, in records and in time, and in what state its consumption is.
 *
 * <p>Rank 9 of the package order.
 */
@NullMarked
package io.kafkasdk.lag;

import org.jspecify.annotations.NullMarked;
