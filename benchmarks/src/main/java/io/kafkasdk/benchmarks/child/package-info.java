/** What the child JVMs of trials share. It needs the JDK only, so that it fits beside any library. */
@NullMarked
package io.kafkasdk.benchmarks.child;

import org.jspecify.annotations.NullMarked;
