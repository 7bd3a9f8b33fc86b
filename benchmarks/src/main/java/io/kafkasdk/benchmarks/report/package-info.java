/** What a run of the comparison found, as tables for people and for programs. */
@NullMarked
package io.kafkasdk.benchmarks.report;

import org.jspecify.annotations.NullMarked;
