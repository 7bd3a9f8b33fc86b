/** Producers beside each other: the contenders, and the sections that compare them. */
@NullMarked
package io.kafkasdk.benchmarks.sending;

import org.jspecify.annotations.NullMarked;
