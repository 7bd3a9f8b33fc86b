package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.OffsetTrackerTest.finished;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.consumer.OffsetTrackerTest.FinishedOffsetsOf;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitNoteTest {

    private static final int FORGED = 200_000;
    private static final int LIFE = 0xcafe_babe;

    @Test
    void readsBackWhatWasWritten() {
        FinishedOffsets finished = new FinishedOffsetsOf(100)
                .run(101, 101)
                .run(103, 120)
                .run(5_000, 1_000_000_000)
                .at(7);
        CommitNote note = new CommitNote(12, LIFE, finished);
        assertThat(decode(100, note.encode(100))).contains(note);
        assertThat(note.encode(100)).hasSizeLessThan(40);
    }

    @Test
    void readsBackABitmap() {
        FinishedOffsetsOf alternating = new FinishedOffsetsOf(100);
        for (long offset = 101; offset < 20_000; offset += 2) {
            alternating.run(offset, offset);
        }
        CommitNote note = new CommitNote(12, LIFE, alternating.at(FetchedBatch.NO_EPOCH));
        assertThat(decode(100, note.encode(100))).contains(note);
        assertThat(note.encode(100)).hasSizeBetween(3_000, CommitNote.MAX_LENGTH);
    }

    @Test
    void readsBackTheNumberOfPartitionsAlone() {
        CommitNote note = new CommitNote(12, LIFE, FinishedOffsets.NONE);
        assertThat(decode(100, note.encode(100))).contains(note);
        assertThat(note.encode(100)).hasSizeLessThan(24);
        CommitNote unknown = new CommitNote(0, Lives.UNKNOWN, FinishedOffsets.NONE);
        assertThat(decode(0, unknown.encode(0))).contains(unknown);
    }

    @Test
    void readsBackTheLargestNumbers() {
        long last = Long.MAX_VALUE - 1;
        CommitNote note = new CommitNote(
                Integer.MAX_VALUE,
                Integer.MIN_VALUE,
                new FinishedOffsetsOf(0).run(last, last).at(Integer.MAX_VALUE));
        assertThat(decode(0, note.encode(0))).contains(note);
        CommitNote whole =
                new CommitNote(1, -1, new FinishedOffsetsOf(0).run(1, last).at(0));
        assertThat(decode(0, whole.encode(0))).contains(whole);
    }

    @Test
    void leavesOutWhatIsBelowTheCommittedOffset() {
        CommitNote note = new CommitNote(
                12,
                LIFE,
                new FinishedOffsetsOf(100)
                        .run(101, 101)
                        .run(103, 120)
                        .run(130, 140)
                        .at(FetchedBatch.NO_EPOCH));
        assertThat(decode(110, note.encode(110)).orElseThrow().finished()).hasToString("[110..120, 130..140]");
        assertThat(decode(121, note.encode(121)).orElseThrow().finished()).hasToString("[130..140]");
        assertThat(decode(141, note.encode(141)).orElseThrow().finished()).isEqualTo(FinishedOffsets.NONE);
    }

    @Test
    void tellsWhichOffsetsAreFinished() {
        FinishedOffsets finished =
                new FinishedOffsetsOf(100).run(101, 101).run(103, 120).at(FetchedBatch.NO_EPOCH);
        assertThat(finished.contains(100)).isFalse();
        assertThat(finished.contains(101)).isTrue();
        assertThat(finished.contains(102)).isFalse();
        assertThat(finished.contains(103)).isTrue();
        assertThat(finished.contains(110)).isTrue();
        assertThat(finished.contains(120)).isTrue();
        assertThat(finished.contains(121)).isFalse();
        assertThat(FinishedOffsets.NONE.contains(0)).isFalse();
    }

    @Test
    void aGapGoesWithTheFinishedSideWhereThereIsOne() {
        FinishedOffsets.Collector collector = new FinishedOffsets.Collector(0);
        collector.unfinished(0, 0);
        collector.finished(10);
        collector.finished(20);
        collector.unfinished(30, 30);
        collector.unfinished(40, 40);
        collector.finished(50);
        assertThat(collector.collect(FetchedBatch.NO_EPOCH)).hasToString("[1..29, 41..50]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ksdk2:",
                "ksdk2:A",
                "ksdk2:AAAA",
                "ksdk2:AAAAAAAA",
                "ksdk2:not base64!",
                "ksdk1:AAAAAAAA",
                "bAAAAAAAAAA=",
                "bgAAAAMAAAAEAAAA",
                "SwAAAAAAAAAB",
                "{\"offset\":-1}",
                "-9223372036854775808",
                "99999999999999999999999999",
                "metadata with a \uD83D\uDE00"
            })
    void ignoresWhatOthersWrote(String metadata) {
        assertThat(decode(100, metadata)).isEmpty();
    }

    @Test
    void ignoresATextThatIsTooLong() {
        assertThat(decode(100, "ksdk2:" + "A".repeat(1_000_000))).isEmpty();
        assertThat(CommitNote.decode(new OffsetAndMetadata(100))).isEmpty();
    }

    @Test
    void ignoresANoteThatWasCutOrChanged() {
        String note = new CommitNote(12, LIFE, finished(100, 103, 120)).encode(100);
        for (int length = 0; length < note.length(); length++) {
            assertThat(decode(100, note.substring(0, length))).isEmpty();
        }
        for (int at = 0; at < note.length(); at++) {
            for (char other : "Az09+/:= ".toCharArray()) {
                String changed = note.substring(0, at) + other + note.substring(at + 1);
                // The last character has bits that mean nothing.
                assertThat(decode(100, changed).map(CommitNote::finished))
                        .as(changed)
                        .satisfiesAnyOf(
                                none -> assertThat(none).isEmpty(),
                                same -> assertThat(same).contains(finished(100, 103, 120)));
            }
        }
    }

    @Test
    void ignoresTheNoteOfAnotherOffset() {
        String note = new CommitNote(12, LIFE, finished(100, 103, 120)).encode(100);
        assertThat(decode(99, note)).isEmpty();
        assertThat(decode(101, note)).isEmpty();
    }

    @Test
    void refusesANegativeNumberOfPartitions() {
        assertThatThrownBy(() -> new CommitNote(-1, LIFE, FinishedOffsets.NONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leavesOutTheFarEndWhenItDoesNotFit() {
        for (int distance : new int[] {2, 1_000, 1_000_000_000}) {
            FinishedOffsetsOf many = new FinishedOffsetsOf(0);
            for (long offset = 1; offset <= 30_000; offset++) {
                many.run(offset * distance, offset * distance);
            }
            FinishedOffsets all = many.at(3);
            String note = new CommitNote(12, LIFE, Integer.MAX_VALUE - 1, all).encode(0);
            assertThat(note).hasSizeBetween(CommitNote.MAX_LENGTH - 16, CommitNote.MAX_LENGTH);
            FinishedOffsets kept = decode(0, note).orElseThrow().finished();
            assertThat(kept.isEmpty()).isFalse();
            for (int run = 0; run < kept.runs(); run++) {
                assertThat(kept.first(run)).isEqualTo(all.first(run));
                assertThat(kept.last(run)).isEqualTo(all.last(run));
            }
        }
    }

    @Test
    void aCommitCanGoWithoutItsNoteOrWithoutTheFinishedOffsets() {
        OffsetAndMetadata full =
                new OffsetAndMetadata(100, new CommitNote(12, LIFE, 3, finished(100, 103, 120)).encode(100));
        assertThat(CommitNote.withoutNote(full)).isEqualTo(new OffsetAndMetadata(100, ""));
        OffsetAndMetadata small = CommitNote.withoutFinished(full, 12, LIFE);
        assertThat(CommitNote.decode(small)).contains(new CommitNote(12, LIFE, 3, FinishedOffsets.NONE));
    }

    @Test
    void neverThrowsWhateverItReads() {
        Random random = new Random(20_261);
        int taken = 0;
        for (int i = 0; i < FORGED; i++) {
            byte[] bytes = new byte[4 + random.nextInt(i % 100 == 0 ? 3_063 : 40)];
            random.nextBytes(bytes);
            if (bytes.length > 4) {
                bytes[4] = (byte) random.nextInt(4);
            }
            long offset = random.nextLong() >>> (1 + random.nextInt(63));
            ByteBuffer.wrap(bytes).putInt(0, checksum(offset, bytes));
            Optional<CommitNote> read =
                    decode(offset, "ksdk2:" + Base64.getEncoder().encodeToString(bytes));
            if (read.isPresent()) {
                taken++;
                CommitNote note = read.get();
                assertThat(decode(offset, note.encode(offset))).contains(note);
            }
        }
        System.out.println("forged notes that can be read: " + taken + " of " + FORGED);
        assertThat(taken).isGreaterThan(FORGED / 100);
    }

    private static int checksum(long offset, byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(8).putLong(0, offset));
        checksum.update(bytes, 4, bytes.length - 4);
        return (int) checksum.getValue();
    }

    private static Optional<CommitNote> decode(long offset, String metadata) {
        return CommitNote.decode(new OffsetAndMetadata(offset, metadata));
    }
}
