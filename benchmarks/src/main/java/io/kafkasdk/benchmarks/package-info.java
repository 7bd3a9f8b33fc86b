/** Measurements behind defaults and claims: ratios of medians within one run, never single times. */
@NullMarked
package io.kafkasdk.benchmarks;

import org.jspecify.annotations.NullMarked;
