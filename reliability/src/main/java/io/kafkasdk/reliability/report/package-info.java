/** What a run found, as tables for people and for programs. Uses {@code ledger} and {@code guarantee} of the kit. */
@NullMarked
package io.kafkasdk.reliability.report;

import org.jspecify.annotations.NullMarked;
