package io.kafkasdk.test.guarantee;

import io.kafkasdk.test.ledger.FaultPeriod;

/**
 * What one fault did to the progress.
 *
 * @param fault the fault
 * @param acks acknowledgements of all the producers together
 * @param handled records handled to their end; of several groups the slowest counts
 */
public record FaultGaps(FaultPeriod fault, Progress acks, Progress handled) {}
