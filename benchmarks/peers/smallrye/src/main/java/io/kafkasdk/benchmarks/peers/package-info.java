/** Other libraries in child JVMs of trials, each module on a class path of its own. */
@NullMarked
package io.kafkasdk.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
