package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.consumer.LedgerEntry.Kind;
import io.kafkasdk.consumer.LedgerEntry.Place;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** That the checks of a ledger can fail. */
class LedgerReportTest {

    @Test
    void aRecordThatNobodyFinishedIsLost() {
        LedgerReport report = report("START a 0 0 k", "END a 0 0 k", "START a 0 1 k", "GAVE_UP a 0 1 k");
        assertThat(report.unfinished(Map.of(0, 3L))).containsExactly(new Place(0, 1), new Place(0, 2));
        assertThat(report.startedOnly()).containsExactly(new Place(0, 1));
    }

    @Test
    void twoRecordsOfOneKeyAtATimeAreAnOverlap() {
        assertThat(report("START a 0 0 k", "START b 0 1 k").overlapsOfOneKey()).hasSize(1);
        assertThat(report("START a 0 0 k", "START a 0 1 k").overlapsOfOneKey()).hasSize(1);
        assertThat(report("START a 0 0 k", "START b 0 0 k").overlapsOfOneKey()).hasSize(1);
    }

    @Test
    void anotherKeyOrPartitionOrWhatIsOverIsNoOverlap() {
        assertThat(report("START a 0 0 k", "START a 0 1 l", "START a 1 1 k").overlapsOfOneKey())
                .isEmpty();
        assertThat(report("START a 0 0 k", "END a 0 0 k", "START b 0 1 k").overlapsOfOneKey())
                .isEmpty();
        assertThat(report("START a 0 0 k", "GAVE_UP a 0 0 k", "START b 0 0 k").overlapsOfOneKey())
                .isEmpty();
    }

    @Test
    void whoIsDeadOrLostThePartitionHoldsNothing() {
        assertThat(report("START a 0 0 k", "KILLED a -1 -1 -", "START b 0 0 k").overlapsOfOneKey())
                .isEmpty();
        assertThat(report("START a 0 0 k", "LOST a 0 -1 -", "START b 0 0 k").overlapsOfOneKey())
                .isEmpty();
        assertThat(report("START a 0 0 k", "LOST a 1 -1 -", "START b 0 0 k").overlapsOfOneKey())
                .hasSize(1);
    }

    @Test
    void whoWasFrozenIsForgivenUntilItIsToldWhatItOwns() {
        assertThat(report("FROZEN a -1 -1 -", "START b 0 0 k", "START a 0 1 k").overlapsOfOneKey())
                .isEmpty();
        assertThat(report("FROZEN a -1 -1 -", "START b 0 0 k", "ASSIGNED a 0 -1 -", "START a 0 1 k")
                        .overlapsOfOneKey())
                .hasSize(1);
    }

    @Test
    void aRecordThatIsBegunBeforeTheOneInFrontOfItWasFinishedIsOutOfOrder() {
        assertThat(report("START a 0 0 k", "START a 0 1 k").outOfOrderOfTheirKey())
                .hasSize(1);
        assertThat(report("START a 0 1 k", "END a 0 1 k", "START a 0 0 k").outOfOrderOfTheirKey())
                .hasSize(1);
        assertThat(report("START a 0 0 k", "GAVE_UP a 0 0 k", "START a 0 1 k").outOfOrderOfTheirKey())
                .hasSize(1);
    }

    @Test
    void aRepeatIsNotOutOfOrder() {
        LedgerReport report = report(
                "START a 0 0 k", "END a 0 0 k", "START a 0 1 k", "START b 0 0 k", "END b 0 0 k", "START b 0 1 k");
        assertThat(report.outOfOrderOfTheirKey()).isEmpty();
        assertThat(report.handledAgain()).isEqualTo(2);
        assertThat(report.finishedAndHandledAgain()).hasSize(1);
        assertThat(report.count(Kind.START, "a")).isEqualTo(2);
    }

    /** Lines without their time. */
    private static LedgerReport report(String... lines) {
        return new LedgerReport(Arrays.stream(lines)
                .map(line -> LedgerEntry.parse(line.replaceFirst(" ", " 0 ")))
                .toList());
    }
}
