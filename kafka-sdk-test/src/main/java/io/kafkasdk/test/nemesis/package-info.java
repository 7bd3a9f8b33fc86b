/** Breaks clusters and clients by a seeded plan, and writes down when. Uses {@code io.kafkasdk.test} and {@code ledger}. */
@NullMarked
package io.kafkasdk.test.nemesis;

import org.jspecify.annotations.NullMarked;
