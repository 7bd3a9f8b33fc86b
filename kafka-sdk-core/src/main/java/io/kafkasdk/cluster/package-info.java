/**
 * Facts about the cluster and its topics, read only.
 *
 * <p>Rank 4 of the package order.
 */
@NullMarked
package io.kafkasdk.cluster;

import org.jspecify.annotations.NullMarked;
