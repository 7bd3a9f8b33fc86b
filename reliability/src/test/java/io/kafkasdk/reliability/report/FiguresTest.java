package io.kafkasdk.reliability.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.test.guarantee.Gaps;
import io.kafkasdk.test.guarantee.GroupDuty;
import io.kafkasdk.test.ledger.Claim;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.FaultPeriod;
import io.kafkasdk.test.ledger.Handling;
import io.kafkasdk.test.ledger.Logged;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.Sent;
import io.kafkasdk.test.ledger.Sent.Outcome;
import io.kafkasdk.test.ledger.Skip;
import io.kafkasdk.test.ledger.Stamp;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final TopicPartition MAIN = new TopicPartition("main", 0);
    private static final TopicPartition PLAIN = new TopicPartition("plain", 0);
    private static final long SECOND = 1_000_000_000;

    @Test
    void unknownRecordsAreLookedUpInTheLogsOfTheirSide() {
        Evidence evidence = evidence(
                List.of(
                        sent("sender", 0, Outcome.ACKED, "", 2),
                        sent("sender", 1, Outcome.UNKNOWN, "SendFailedException X: late", 3),
                        sent("sender", 2, Outcome.UNKNOWN, "", 0),
                        sent("sender", 3, Outcome.REJECTED, "SendFailedException X: no", 1),
                        sent("plain-sender", 0, Outcome.ACKED, "", 9)),
                List.of(logged(MAIN, "sender", 0), logged(MAIN, "sender", 1), logged(PLAIN, "plain-sender", 0)),
                List.of());

        List<List<Object>> rows = SendingFigures.outcomes(evidence).rows();

        assertThat(rows.get(0).subList(0, 6)).isEqualTo(List.of("SDK", 4, 1L, 1L, 2L, 1L));
        assertThat(rows.get(0).get(8)).isEqualTo(2.0);
        assertThat(rows.get(0).get(9)).isEqualTo(1.5);
        assertThat(rows.get(1).subList(0, 6)).isEqualTo(List.of("plain client", 1, 1L, 0L, 0L, 0L));
        assertThat(rows.get(1).get(9)).isNull();
    }

    @Test
    void errorsAreCountedByTheirClassAndKind() {
        Evidence evidence = evidence(
                List.of(
                        sent("sender", 1, Outcome.UNKNOWN, "SendFailedException TIMEOUT: late", 3),
                        sent("sender", 3, Outcome.UNKNOWN, "SendFailedException TIMEOUT: later", 1)),
                List.of(),
                List.of());

        assertThat(SendingFigures.errors(evidence).rows())
                .isEqualTo(List.of(List.of("SDK", "UNKNOWN", "SendFailedException TIMEOUT", 2L)));
    }

    @Test
    void aRecordThatIsHandledAgainIsRedeliveredAndOneThatFailsIsNot() {
        Evidence evidence = evidence(
                List.of(),
                List.of(logged(new TopicPartition("main-classic.dlt", 0), "sender", 2)),
                List.of(
                        handling("main-classic", 0, Handling.End.FAILED),
                        handling("main-classic", 0, Handling.End.DONE),
                        handling("main-classic", 1, Handling.End.DONE),
                        handling("main-classic", 1, Handling.End.DONE),
                        handling("main-consumer", 1, Handling.End.DONE)));
        GroupDuty duty = new GroupDuty("main-classic", Set.of("main"), Optional.of("main-classic.dlt"));

        List<Object> row =
                HandlingFigures.groups(evidence, List.of(duty)).rows().get(0);

        assertThat(row.subList(0, 9)).isEqualTo(Arrays.<Object>asList("main-classic", 4L, 1L, 2, 1L, 50.0, 1, 1L, 5L));
    }

    @Test
    void theGapsOfTheTwoSidesAreMeasuredApartAndAFaultThatMissesThePlainClientSaysNothingOfIt() {
        Evidence evidence = evidence(
                List.of(sent("sender", 0, Outcome.ACKED, "", 4), sent("plain-sender", 0, Outcome.ACKED, "", 7)),
                List.of(),
                List.of());

        Table hit =
                GapFigures.of(evidence, FiguresTest::sdk, List.of()).longest().get(0);
        Table missed = GapFigures.of(evidence, FiguresTest::sdk, List.of("broker-kill"))
                .longest()
                .get(0);

        assertThat(hit.rows().get(0).subList(0, 4)).isEqualTo(List.of("broker-kill", 1, 4.0, 7.0));
        assertThat(hit.rows().get(0).get(7)).isEqualTo("11.3");
        assertThat(missed.rows().get(0).get(3)).isNull();
    }

    private static Gaps sdk(Gaps gaps) {
        return gaps.producers(Side.SDK::has).groups(Side.SDK::has);
    }

    private static Evidence evidence(List<Sent> sent, List<Logged> logs, List<Handling> handlings) {
        Map<RecordId, Sent> byId = new HashMap<>();
        sent.forEach(one -> byId.put(one.stamp().id(), one));
        return new Evidence(
                byId,
                logs,
                handlings,
                List.of(),
                List.of(),
                List.of(new FaultPeriod("broker-kill", "broker 1", SECOND, 2 * SECOND, 20 * SECOND)),
                List.of(),
                List.of(new Skip("main-classic", "member-1-0", MAIN, 10, 15, 0)),
                List.of(new Claim("sender.0", SendingFigures.LONGEST_SEND_MICROS, 1_500_000)),
                List.of());
    }

    /** Intended when the fault begins. */
    private static Sent sent(String producer, long number, Outcome outcome, String why, long seconds) {
        boolean isAcked = outcome == Outcome.ACKED;
        Stamp stamp = stamp(producer, number);
        TopicPartition place = isAcked ? new TopicPartition(stamp.topic(), 0) : null;
        return new Sent(
                stamp,
                SECOND,
                outcome,
                (1 + seconds) * SECOND,
                place,
                isAcked ? number : -1,
                why,
                seconds == 0 ? 0 : 1);
    }

    private static Stamp stamp(String producer, long number) {
        String topic = Side.PLAIN.has(producer) ? PLAIN.topic() : MAIN.topic();
        return Stamp.of(new RecordId(producer, 0, number), topic, "k", number, null);
    }

    private static Logged logged(TopicPartition partition, String producer, long number) {
        return new Logged(partition, number, Optional.of(stamp(producer, number)), true);
    }

    private static Handling handling(String group, long number, Handling.End end) {
        return new Handling(
                group, "member-1-0", MAIN, number, Optional.of(new RecordId("sender", 0, number)), 1, 2, end);
    }
}
