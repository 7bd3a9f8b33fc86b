package io.kafkasdk.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.reliability.report.Side;
import io.kafkasdk.test.ledger.HandlingLog;
import io.kafkasdk.test.ledger.Ledger;
import io.kafkasdk.test.ledger.RecordId;
import io.kafkasdk.test.ledger.SendLog;
import io.kafkasdk.test.ledger.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerGrowthTest {

    @TempDir
    Path directory;

    @Test
    void whatIsWrittenIsCountedOnceForItsSide() {
        Ledger ledger = Ledger.in(directory);
        LedgerGrowth growth = new LedgerGrowth(directory);
        try (SendLog sends = ledger.sends("sender-main", 0);
                SendLog plain = ledger.sends("plain-sender", 0)) {
            ack(sends, "sender-main", 0);
            growth.read();
            ack(sends, "sender-main", 1);
            sends.rejected(intent(sends, "sender-main", 2), "X: said no");
            ack(plain, "plain-sender", 0);
            growth.read();
            growth.read();
        }

        assertThat(growth.of(Side.SDK)).isEqualTo(new LedgerGrowth.Counts(2, 1, 0, 0));
        assertThat(growth.of(Side.PLAIN)).isEqualTo(new LedgerGrowth.Counts(1, 0, 0, 0));
        assertThat(growth.hasAcked("sender-main")).isTrue();
        assertThat(growth.hasAcked("sender-mixed")).isFalse();
    }

    @Test
    void attemptsAreCountedByGroupOverAllMembers() throws Exception {
        Ledger ledger = Ledger.in(directory);
        try (HandlingLog first = ledger.handling("main-classic", "member-1-0");
                HandlingLog second = ledger.handling("main-classic", "member-2-0")) {
            first.handle(record(1), () -> {});
            second.handle(record(2), () -> {});
        }
        LedgerGrowth growth = new LedgerGrowth(directory);
        growth.read();

        assertThat(growth.of(Side.SDK).handled()).isEqualTo(2);
        assertThat(growth.hasHandled("main-classic")).isTrue();
        assertThat(growth.hasHandled("plain-classic")).isFalse();
    }

    @Test
    void aLineThatIsHalfWrittenIsCountedWhenItIsWhole() throws IOException {
        Path file = directory.resolve("sends-sender-main.0.log");
        LedgerGrowth growth = new LedgerGrowth(directory);
        Files.writeString(file, "A\t1\tsome");
        growth.read();
        assertThat(growth.of(Side.SDK).acked()).isZero();

        Files.writeString(file, "thing\t.\n", StandardOpenOption.APPEND);
        growth.read();
        assertThat(growth.of(Side.SDK).acked()).isEqualTo(1);
    }

    private static void ack(SendLog log, String producer, long number) {
        log.acked(intent(log, producer, number), new TopicPartition("main", 0), number);
    }

    private static RecordId intent(SendLog log, String producer, long number) {
        RecordId id = new RecordId(producer, 0, number);
        log.intent(Stamp.of(id, "main", "k", number, null));
        return id;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>("main", 0, offset, null, null);
    }
}
