package io.kafkasdk.test.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    private static final TopicPartition PLACE = new TopicPartition("orders", 3);

    @TempDir
    Path directory;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = Ledger.in(directory.resolve("ledger"));
    }

    private static Stamp stamp(int life, long number) {
        return Stamp.of(
                new RecordId("shop", life, number), "orders", "a key\t%\u00e9", number, new byte[] {(byte) number});
    }

    private static ConsumerRecord<byte[], byte[]> record(long number) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("orders", 3, number, new byte[0], new byte[0]);
        stamp(0, number).putInto(record.headers());
        return record;
    }

    private Evidence evidence() {
        return ledger.evidence(List.of());
    }

    private void append(String file, byte[] bytes) throws IOException {
        Files.write(ledger.directory().resolve(file), bytes, StandardOpenOption.APPEND);
    }

    @Test
    void eachRecordHasTheOutcomeThatWasTold() {
        try (SendLog sends = ledger.sends("shop", 0)) {
            for (int i = 0; i < 4; i++) {
                sends.intent(stamp(0, i));
            }
            sends.acked(stamp(0, 0).id(), PLACE, 42);
            sends.rejected(stamp(0, 1).id(), "TooLarge:\n\tby far");
            sends.unknown(stamp(0, 2).id(), "Timeout");
        }

        assertThat(evidence().sent().values())
                .hasSize(4)
                .allSatisfy(sent -> assertThat(sent.stamp())
                        .isEqualTo(stamp(0, sent.stamp().id().number())));
        Sent acked = evidence().sent().get(stamp(0, 0).id());
        assertThat(acked.outcome()).isEqualTo(Sent.Outcome.ACKED);
        assertThat(acked.place()).isEqualTo(PLACE);
        assertThat(acked.offset()).isEqualTo(42);
        assertThat(acked.toldAt()).isGreaterThanOrEqualTo(acked.intendedAt());
        Sent rejected = evidence().sent().get(stamp(0, 1).id());
        assertThat(rejected.outcome()).isEqualTo(Sent.Outcome.REJECTED);
        assertThat(rejected.why()).isEqualTo("TooLarge:  by far");
        Sent untold = evidence().sent().get(stamp(0, 3).id());
        assertThat(untold.outcome()).isEqualTo(Sent.Outcome.UNKNOWN);
        assertThat(untold.told()).isZero();
    }

    @Test
    void eachLifeOfAProducerCountsAnew() {
        for (int life = 0; life < 2; life++) {
            try (SendLog sends = ledger.sends("shop", life)) {
                sends.intent(stamp(life, 0));
                sends.claim("acked", life);
            }
        }

        assertThat(evidence().sent())
                .containsOnlyKeys(stamp(0, 0).id(), stamp(1, 0).id());
        assertThat(evidence().claims())
                .containsExactly(new Claim("shop.0", "acked", 0), new Claim("shop.1", "acked", 1));
    }

    @Test
    void aSecondOutcomeIsCounted() {
        try (SendLog sends = ledger.sends("shop", 0)) {
            sends.intent(stamp(0, 0));
            sends.unknown(stamp(0, 0).id(), "Timeout");
            sends.acked(stamp(0, 0).id(), PLACE, 1);
        }

        assertThat(evidence().sent().get(stamp(0, 0).id()).told()).isEqualTo(2);
    }

    @Test
    void aTornLineAtTheEndIsNotRead() throws IOException {
        try (SendLog sends = ledger.sends("shop", 0)) {
            sends.intent(stamp(0, 0));
            sends.unknown(stamp(0, 0).id(), "gr\u00f6\u00dfer");
        }
        Path file = ledger.directory().resolve("sends-shop.0.log");
        byte[] whole = Files.readAllBytes(file);
        int lastLine = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\nU") + 1;

        for (int length = lastLine; length < whole.length - 1; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThat(evidence().sent().get(stamp(0, 0).id()).told())
                    .as("%s bytes, also in the middle of a letter", length)
                    .isZero();
        }
    }

    @Test
    void whatIsWrittenAfterATornLineIsRead() throws IOException {
        try (SendLog sends = ledger.sends("shop", 0)) {
            sends.intent(stamp(0, 0));
        }
        append("sends-shop.0.log", "A\t123\tshop.0.0\tord".getBytes(StandardCharsets.UTF_8));
        try (SendLog sends = ledger.sends("shop", 0)) {
            sends.intent(stamp(0, 1));
        }

        assertThat(evidence().sent()).hasSize(2);
        assertThat(evidence().sent().get(stamp(0, 0).id()).told()).isZero();
    }

    @Test
    void anOutcomeWithoutIntentIsAnErrorOfTheTest() {
        try (SendLog sends = ledger.sends("shop", 0)) {
            sends.rejected(stamp(0, 0).id(), "why");
        }

        assertThatThrownBy(this::evidence).hasMessageContaining("an outcome of shop.0.0, but no intent");
    }

    @Test
    void anAttemptThatDidNotEndWasCut() {
        try (HandlingLog handling = ledger.handling("billing", "b-0")) {
            handling.began(record(0));
            handling.done(record(0));
            handling.began(record(1));
            handling.failed(record(1));
            handling.began(record(2));
        }

        assertThat(evidence().handlings())
                .extracting(Handling::offset, Handling::end)
                .containsExactly(
                        tuple(0L, Handling.End.DONE), tuple(1L, Handling.End.FAILED), tuple(2L, Handling.End.CUT));
        Handling first = evidence().handlings().get(0);
        assertThat(first.id()).contains(stamp(0, 0).id());
        assertThat(first.partition()).isEqualTo(PLACE);
        assertThat(first.group()).isEqualTo("billing");
        assertThat(first.member()).isEqualTo("b-0");
    }

    @Test
    void aRecordThatAMemberHasInWorkTwiceIsSeenTwice() {
        try (HandlingLog handling = ledger.handling("billing", "b-0")) {
            handling.began(record(0));
            handling.began(record(0));
            handling.done(record(0));
            handling.done(record(0));
        }

        List<Handling> handlings = evidence().handlings();
        assertThat(handlings).hasSize(2).allMatch(handling -> handling.end() == Handling.End.DONE);
        assertThat(handlings.get(1).beganAt()).isLessThan(handlings.get(0).endedAt());
    }

    @Test
    void aHandlerThatThrowsHasFailed() {
        try (HandlingLog handling = ledger.handling("billing", "b-0")) {
            assertThatThrownBy(() -> handling.handle(record(0), () -> {
                        throw new IOException("no");
                    }))
                    .isInstanceOf(IOException.class);
        }

        assertThat(evidence().handlings()).extracting(Handling::end).containsExactly(Handling.End.FAILED);
    }

    @Test
    void anOwnershipLastsUntilItIsGivenBackOrLostOrItsProcessEnds() {
        TopicPartition lost = new TopicPartition("orders", 4);
        TopicPartition kept = new TopicPartition("orders", 5);
        try (HandlingLog handling = ledger.handling("billing", "b-0")) {
            handling.assigned(List.of(PLACE, lost, kept));
            handling.revoked(List.of(PLACE));
            handling.lost(List.of(lost));
            handling.skipped(kept, 3, 7);
        }

        assertThat(evidence().ownerships())
                .extracting(Ownership::partition, Ownership::end)
                .containsExactlyInAnyOrder(
                        tuple(PLACE, Ownership.End.REVOKED),
                        tuple(lost, Ownership.End.LOST),
                        tuple(kept, Ownership.End.CUT));
        assertThat(evidence().skips()).singleElement().satisfies(skip -> {
            assertThat(skip.from()).isEqualTo(3);
            assertThat(skip.to()).isEqualTo(7);
        });
    }

    @Test
    void whatMembersDidIsInTheOrderOfTime() {
        try (HandlingLog second = ledger.handling("billing", "a-0");
                HandlingLog first = ledger.handling("billing", "b-0")) {
            first.began(record(0));
            second.began(record(1));
            first.done(record(0));
            second.done(record(1));
            first.began(record(2));
        }

        assertThat(evidence().handlings()).extracting(Handling::offset).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aFaultThatNobodyEndedLasts() {
        try (FaultLog faults = ledger.faults()) {
            FaultLog.Period killed = faults.began("broker-kill", "broker 1");
            faults.began("quota", "alice");
            killed.healed();
            killed.over();
            faults.removed("orders", 3, 17);
            faults.deleted("orders");
        }

        List<FaultPeriod> periods = evidence().faults();
        assertThat(periods).extracting(FaultPeriod::fault).containsExactly("broker-kill", "quota");
        assertThat(periods.get(0).healedAt())
                .isBetween(periods.get(0).from(), periods.get(0).until());
        assertThat(periods.get(1).until()).isEqualTo(Long.MAX_VALUE);
        assertThat(evidence().removals())
                .extracting(Removal::partition, Removal::below)
                .containsExactly(tuple(3, 17L), tuple(Removal.ALL_PARTITIONS, Long.MAX_VALUE));
    }

    @Test
    void samplesAndClaimsBelongToTheirProcess() {
        ResourceUse use = new ResourceUse(20, -1, 1_000_000, 55);
        try (HandlingLog handling = ledger.handling("billing", "b-0")) {
            handling.sample(use);
            handling.claim("handled", 7);
        }

        assertThat(evidence().samples()).singleElement().satisfies(sample -> {
            assertThat(sample.who()).isEqualTo("billing/b-0");
            assertThat(sample.use()).isEqualTo(use);
        });
        assertThat(evidence().claims()).containsExactly(new Claim("billing/b-0", "handled", 7));
    }

    @Test
    void aNameThatIsNoFileNameIsRefused() {
        assertThatThrownBy(() -> ledger.handling("a/b", "c")).hasMessageContaining("'a/b@c'");
        assertThatThrownBy(() -> ledger.sends("a.b", 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
