/** What the parts of a comparison share: a section, its run, rounds in turn, children and payloads. */
@NullMarked
package io.kafkasdk.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
