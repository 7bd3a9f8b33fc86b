/**
 * Puts an application's own handler on trial: runs it while things break and judges what it did. Knows no library that is
 * judged by it. Uses {@code io.kafkasdk.test}, {@code ledger} and {@code guarantee}.
 */
@NullMarked
package io.kafkasdk.test.trial;

import org.jspecify.annotations.NullMarked;
