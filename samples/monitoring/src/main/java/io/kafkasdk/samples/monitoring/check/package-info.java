/**
 * Asks a real Prometheus every expression of the dashboards and rules:
 * {@link io.kafkasdk.samples.monitoring.check.ExpressionCheck} is the program.
 */
@NullMarked
package io.kafkasdk.samples.monitoring.check;

import org.jspecify.annotations.NullMarked;
