package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.Evidence;

/**
 * One promise, judged by what the ledger has. Write your own for a promise of your application.
 *
 * <p><b>Guarantee</b>: a check only reads; the same evidence gives the same result.
 */
public interface GuaranteeCheck {

    /** What it is called in reports: the name of its class. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Looks at all of the evidence, in memory and without asking the cluster. */
    CheckResult check(Evidence evidence);
}
