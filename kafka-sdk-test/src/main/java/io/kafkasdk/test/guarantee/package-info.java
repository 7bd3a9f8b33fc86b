/** What must hold whatever breaks, as checks of the evidence of a ledger. Uses {@code ledger} only. */
@NullMarked
package io.kafkasdk.test.guarantee;

import org.jspecify.annotations.NullMarked;
