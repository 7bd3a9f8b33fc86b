/** What a process costs that writes to and reads from many partitions, and how long it takes to begin. */
@NullMarked
package io.kafkasdk.benchmarks.footprint;

import org.jspecify.annotations.NullMarked;
