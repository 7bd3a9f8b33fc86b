package io.kafkasdk.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {

    private final Ledger ledger = new Ledger();

    @Test
    void balancesWhenEveryRecordArrivedOnce() {
        for (int i = 0; i < 5_000; i++) {
            int id = ledger.send();
            ledger.acked(id);
            ledger.consumed(id, id % 6, id);
        }

        assertThat(ledger.counts()).isEqualTo(new Ledger.Counts(5_000, 5_000, 0, 0, 5_000, 0, 0, 0, 0));
        assertThat(ledger.counts().open()).isZero();
    }

    @Test
    void callsAnAcknowledgedRecordThatNobodyConsumedLost() {
        sendAndAck();
        ledger.consumed(sendAndAck(), 0, 1);

        assertThat(ledger.counts().lost()).isEqualTo(1);
    }

    @Test
    void callsARecordThatWasNeverAcknowledgedNotLost() {
        int id = ledger.send();
        assertThat(ledger.counts().open()).isEqualTo(1);

        ledger.failed(id, new IllegalStateException("no outcome known"));

        assertThat(ledger.counts().lost()).isZero();
        assertThat(ledger.counts().unknown()).isEqualTo(1);
        assertThat(ledger.counts().open()).isZero();
    }

    @Test
    void tellsADuplicateInTheLogFromARedelivery() {
        int id = sendAndAck();
        ledger.consumed(id, 2, 10);
        ledger.consumed(id, 2, 10);
        ledger.consumed(id, 2, 11);

        assertThat(ledger.counts().consumed()).isEqualTo(1);
        assertThat(ledger.counts().redelivered()).isEqualTo(1);
        assertThat(ledger.counts().duplicates()).isEqualTo(1);
    }

    @Test
    void takesTheSameOffsetOfAnotherPartitionForADuplicate() {
        int id = sendAndAck();
        ledger.consumed(id, 0, 10);
        ledger.consumed(id, 1, 10);

        assertThat(ledger.counts().duplicates()).isEqualTo(1);
    }

    @Test
    void countsRecordsOfUnknownOutcomeThatTurnUpAfterAll() {
        int id = ledger.send();
        ledger.failed(id, new IllegalStateException("no outcome known"));
        ledger.consumed(id, 0, 0);

        assertThat(ledger.counts().unknownConsumed()).isEqualTo(1);
        assertThat(ledger.counts().lost()).isZero();
    }

    @Test
    void countsAcknowledgementsByTheTimeOfTheSend() {
        sendAndAck();
        ledger.send();
        sendAndAck();

        assertThat(ledger.ackedBetween(0, 1)).isEqualTo(1);
        assertThat(ledger.ackedBetween(1, 2)).isZero();
        assertThat(ledger.ackedBetween(1, Integer.MAX_VALUE)).isEqualTo(1);
    }

    private int sendAndAck() {
        int id = ledger.send();
        ledger.acked(id);
        return id;
    }
}
