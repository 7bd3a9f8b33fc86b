/** Real Kafka clusters for tests and samples, and faults to inject into them. */
@NullMarked
package io.kafkasdk.test;

import org.jspecify.annotations.NullMarked;
