/**
 * An application to watch: {@link io.kafkasdk.samples.monitoring.Load} produces,
 * {@link io.kafkasdk.samples.monitoring.Readers} consume, {@link io.kafkasdk.samples.monitoring.ScrapeEndpoint} lets
 * Prometheus see it.
 */
@NullMarked
package io.kafkasdk.samples.monitoring;

import org.jspecify.annotations.NullMarked;
