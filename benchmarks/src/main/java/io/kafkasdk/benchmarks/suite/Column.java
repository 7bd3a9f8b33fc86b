package io.kafkasdk.benchmarks.suite;

import java.util.function.ToDoubleFunction;

/**
 * A figure of a table and where it comes from.
 *
 * @param name with its unit
 * @param figure of what one round of one side showed
 * @param <R> of what a round shows
 */
public record Column<R>(String name, ToDoubleFunction<R> figure) {}
