/** Spring Boot applications whose start a trial times, each in a JVM of its own. */
@NullMarked
package io.kafkasdk.benchmarks.boot;

import org.jspecify.annotations.NullMarked;
