/**
 * The runs: real brokers and clients, broken by a seeded plan for minutes or hours, then judged by the referee of the kit.
 * Uses {@code subject} and {@code report}.
 */
@NullMarked
package io.kafkasdk.reliability;

import org.jspecify.annotations.NullMarked;
