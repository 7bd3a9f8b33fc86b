/**
 * What the application wants, as immutable records that are checked when they are made.
 *
 * <p>Rank 2 of the package order: uses {@code error} only. Start with {@link io.kafkasdk.settings.ClusterSettings},
 * {@link io.kafkasdk.settings.ProducerSettings} and {@link io.kafkasdk.settings.ConsumerSettings}. A wrong value is an
 * {@link io.kafkasdk.settings.InvalidSettingsException} that lists all violations at once.
 */
@NullMarked
package io.kafkasdk.settings;

import org.jspecify.annotations.NullMarked;
