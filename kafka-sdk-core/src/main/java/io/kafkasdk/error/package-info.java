/**
 * What can go wrong, in one vocabulary: each failure with its cause and its cure.
 *
 * <p>Rank 1 of the package order, the lowest: uses no other package of the SDK. Start with
 * {@link io.kafkasdk.error.KafkaSdkException} and {@link io.kafkasdk.error.Diagnosis}.
 */
@NullMarked
package io.kafkasdk.error;

import org.jspecify.annotations.NullMarked;
