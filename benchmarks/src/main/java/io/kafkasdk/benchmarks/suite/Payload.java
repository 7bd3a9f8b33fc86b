package io.kafkasdk.benchmarks.suite;

import java.nio.file.Path;

/**
 * A kind of values to send, in a file that every child reads.
 *
 * @param name in the command line of children and in tables
 * @param about how the values came about
 * @param file as {@code PayloadFile} reads it
 * @param meanBytes of a value
 */
public record Payload(String name, String about, Path file, double meanBytes) {}
