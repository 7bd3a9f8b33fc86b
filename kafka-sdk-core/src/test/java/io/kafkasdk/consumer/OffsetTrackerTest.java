package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.lag.PartitionSample.Timestamps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OffsetTrackerTest {

    private final OffsetTracker tracker = new OffsetTracker();

    @Test
    void theFrontierIsUnknownBeforeTheFirstPosition() {
        assertThat(tracker.frontier()).isEqualTo(OffsetTracker.UNKNOWN);
        tracker.begin(40);
        assertThat(tracker.frontier()).isEqualTo(40);
        tracker.begin(90);
        tracker.begin(90, FetchedBatch.NO_EPOCH, finished(90, 95, 99));
        assertThat(tracker.frontier()).isEqualTo(40);
        assertThat(add(95).isFinished(0)).isFalse();
    }

    @Test
    void timestampsAreThoseAroundTheFrontierAndARecordWithoutOneHasNone() {
        assertThat(tracker.oldestTimestamp()).isEqualTo(Timestamps.NONE);
        FetchedBatch batch = tracker.add(List.of(at(10, 500), at(11, 600), at(12, ConsumerRecord.NO_TIMESTAMP)));
        assertThat(tracker.oldestTimestamp()).isEqualTo(500);
        assertThat(tracker.doneTimestamp()).isEqualTo(Timestamps.NONE);
        batch.finish(0);
        assertThat(tracker.oldestTimestamp()).isEqualTo(600);
        assertThat(tracker.doneTimestamp()).isEqualTo(500);
        batch.finish(1);
        assertThat(tracker.oldestTimestamp()).isEqualTo(Timestamps.NONE);
        batch.finish(2);
        assertThat(tracker.doneTimestamp()).isEqualTo(Timestamps.NONE);
    }

    private static ConsumerRecord<byte[], byte[]> at(long offset, long timestamp) {
        return new ConsumerRecord<>(
                "orders",
                0,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty());
    }

    @Test
    void theFrontierIsTheLowestUnfinishedOffset() {
        FetchedBatch batch = add(10, 11, 12);
        batch.finish(1);
        batch.finish(2);
        assertThat(tracker.frontier()).isEqualTo(10);
        batch.finish(0);
        assertThat(tracker.frontier()).isEqualTo(13);
    }

    @Test
    void theFrontierPassesFinishedBatchesInTheirOrder() {
        FetchedBatch first = add(10, 11);
        FetchedBatch second = add(12, 13);
        finishAll(second);
        assertThat(tracker.frontier()).isEqualTo(10);
        finishAll(first);
        assertThat(tracker.frontier()).isEqualTo(14);
    }

    @Test
    void gapsBetweenAndBehindRecordsCountAsFinished() {
        FetchedBatch batch = add(10, 1_000_000_000_000L);
        tracker.advance(2_000_000_000_000L, Optional.empty());
        batch.finish(0);
        assertThat(tracker.frontier()).isEqualTo(1_000_000_000_000L);
        batch.finish(1);
        assertThat(tracker.frontier()).isEqualTo(2_000_000_000_000L);
        assertThat(tracker.position()).isEqualTo(2_000_000_000_000L);
    }

    @Test
    void finishingTwiceChangesNothing() {
        FetchedBatch batch = add(1, 3);
        batch.finish(1);
        batch.finish(1);
        assertThat(tracker.frontier()).isEqualTo(1);
        assertThat(batch.isFinished(0)).isFalse();
    }

    @Test
    void refusesAnOffsetThatWasPassed() {
        add(5);
        assertThat(tracker.isBehind(5)).isTrue();
        assertThat(tracker.isBehind(6)).isFalse();
        assertThatThrownBy(() -> add(5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> add(7, 9, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThat(tracker.position()).isEqualTo(6);
    }

    @Test
    void anEmptyBatchChangesNothing() {
        add(5);
        assertThat(add().size()).isZero();
        assertThat(tracker.position()).isEqualTo(6);
        assertThat(tracker.frontier()).isEqualTo(5);
    }

    @Test
    void aCommitRemembersWhatIsFinishedBeyondIt() {
        FetchedBatch batch = add(10, 11, 12, 13);
        batch.finish(1);
        batch.finish(3);
        assertThat(finishedBeyond(tracker.committable(6, Lives.UNKNOWN))).hasToString("[11..11, 13..13]");
        assertThat(CommitNote.decode(tracker.committable(6, Lives.UNKNOWN))
                        .orElseThrow()
                        .topicPartitions())
                .isEqualTo(6);
    }

    @Test
    void aCommitRemembersTheFinishedStartOfALaterBatch() {
        add(10);
        FetchedBatch later = add(12, 13, 14);
        later.finish(0);
        assertThat(finishedBeyond(tracker.committable(6, Lives.UNKNOWN))).hasToString("[11..12]");
    }

    @Test
    void twoCommitsAreEqualWhenNothingHappenedBetween() {
        FetchedBatch batch = add(10, 11, 12);
        batch.finish(1);
        OffsetAndMetadata before = tracker.committable(6, Lives.UNKNOWN);
        assertThat(tracker.committable(6, Lives.UNKNOWN)).isEqualTo(before);
        batch.finish(2);
        assertThat(tracker.committable(6, Lives.UNKNOWN)).isNotEqualTo(before);
    }

    @Test
    void whatTheCommitRememberedIsFinishedAtOnce() {
        tracker.begin(10, FetchedBatch.NO_EPOCH, finished(10, 11, 12));
        FetchedBatch batch = add(10, 11, 12, 13);
        assertThat(IntStream.range(0, 4).filter(batch::isFinished)).containsExactly(1, 2);
        batch.finish(0);
        assertThat(tracker.frontier()).isEqualTo(13);
    }

    @Test
    void theNextCommitStillRemembersWhatWasNotFetchedAgainYet() {
        tracker.begin(10, FetchedBatch.NO_EPOCH, finished(10, 15, 19));
        FetchedBatch batch = add(10, 11);
        batch.finish(0);
        assertThat(finishedBeyond(tracker.committable(0, Lives.UNKNOWN))).hasToString("[15..19]");
        batch.finish(1);
        assertThat(tracker.committable(0, Lives.UNKNOWN).offset()).isEqualTo(12);
        assertThat(finishedBeyond(tracker.committable(0, Lives.UNKNOWN))).hasToString("[15..19]");
        finishAll(add(12, 13, 14, 15, 16));
        assertThat(tracker.committable(0, Lives.UNKNOWN).offset()).isEqualTo(17);
        assertThat(finishedBeyond(tracker.committable(0, Lives.UNKNOWN))).hasToString("[17..19]");
    }

    @Test
    void aRecordThatWasWrittenAfterTheLogWasCutIsNotTakenForAFinishedOne() {
        FetchedBatch before = tracker.add(
                List.of(record(10, Optional.of(3)), record(11, Optional.of(3)), record(12, Optional.of(3))));
        before.finish(1);
        before.finish(2);
        OffsetAndMetadata committed = tracker.committable(0, Lives.UNKNOWN);

        OffsetTracker next = new OffsetTracker();
        next.begin(committed.offset(), FetchedBatch.NO_EPOCH, finishedBeyond(committed));
        FetchedBatch after =
                next.add(List.of(record(10, Optional.of(3)), record(11, Optional.of(3)), record(12, Optional.of(5))));
        assertThat(IntStream.range(0, 3).filter(after::isFinished)).containsExactly(1);
    }

    @Test
    void whatWasRememberedBehindTheCutIsForgotten() {
        tracker.begin(
                10, FetchedBatch.NO_EPOCH, new FinishedOffsetsOf(10).run(12, 20).at(3));
        tracker.add(List.of(record(10, Optional.of(5))));
        assertThat(finishedBeyond(tracker.committable(0, Lives.UNKNOWN)).isEmpty())
                .isTrue();
        FetchedBatch batch = tracker.add(List.of(record(12, Optional.of(5))));
        assertThat(batch.isFinished(0)).isFalse();
    }

    @Test
    void oneRecordThatIsStuckDoesNotKeepWhatIsFinishedBehindIt() {
        FetchedBatch stuck = add(0);
        for (long offset = 1; offset < 1_000_000; offset += 10) {
            finishAll(add(range(offset, offset + 10)));
        }
        assertThat(tracker.stretches()).isLessThan(200);
        assertThat(finishedBeyond(tracker.committable(0, Lives.UNKNOWN)).runs()).isEqualTo(1);
        stuck.finish(0);
        assertThat(tracker.frontier()).isEqualTo(1_000_001);
        assertThat(tracker.stretches()).isZero();
    }

    @Test
    void mergedBatchesKeepTheLeaderEpoch() {
        FetchedBatch stuck = tracker.add(List.of(record(0, Optional.of(0))));
        int offset = 0;
        int before;
        FetchedBatch last;
        do {
            before = tracker.stretches();
            offset++;
            last = tracker.add(List.of(record(offset, Optional.of(offset))));
            if (tracker.stretches() > before) {
                finishAll(last);
            }
        } while (tracker.stretches() > before);
        // All between the first record and the last one is merged now.
        stuck.finish(0);
        assertThat(last.isFinished(0)).isFalse();
        assertThat(tracker.committable(0, Lives.UNKNOWN).offset()).isEqualTo(offset);
        assertThat(CommittedEpochTest.epochOf(tracker)).contains(offset - 1);
    }

    @Test
    void thereIsAlwaysRoomForOneRecord() {
        tracker.begin(5);
        assertThat(tracker.hasRoomFor(Long.MAX_VALUE - 1, 1)).isTrue();
    }

    @Test
    void thereIsRoomForManyRecordsNearbyAndForFewFarAway() {
        tracker.begin(1_000);
        add(1_000);
        assertThat(tracker.hasRoomFor(1_000 + 24_000, 24_000)).isTrue();
        assertThat(tracker.hasRoomFor(1_000 + 25_000, 1_000)).isFalse();
        assertThat(tracker.hasRoomFor(1_000 + 25_000, 700)).isTrue();
        assertThat(tracker.hasRoomFor(1_000 + 200_000_000, 600)).isTrue();
        assertThat(tracker.hasRoomFor(Long.MAX_VALUE - 1, 300)).isTrue();
        assertThat(tracker.hasRoomFor(Long.MAX_VALUE - 1, 400)).isFalse();
    }

    @Test
    @Timeout(60)
    void workersFinishWhileThePollThreadLooks() throws InterruptedException {
        int threads = 8;
        int batches = 400;
        int size = 50;
        boolean[] handled = new boolean[batches * size];
        List<FetchedBatch> fetched = new ArrayList<>();
        for (int batch = 0; batch < batches; batch++) {
            fetched.add(add(range((long) batch * size, (long) (batch + 1) * size)));
        }
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> workers = IntStream.range(0, threads)
                .mapToObj(thread -> new Thread(() -> {
                    await(start);
                    List<Integer> own = new ArrayList<>(IntStream.range(0, handled.length)
                            .filter(index -> index % threads == thread)
                            .boxed()
                            .toList());
                    Collections.shuffle(own, new Random(thread));
                    for (int index : own) {
                        handled[index] = true;
                        fetched.get(index / size).finish(index % size);
                    }
                }))
                .toList();
        workers.forEach(Thread::start);
        start.countDown();
        long before = 0;
        while (before < handled.length) {
            OffsetAndMetadata committed = tracker.committable(0, Lives.UNKNOWN);
            assertThat(committed.offset()).isGreaterThanOrEqualTo(before);
            before = committed.offset();
            FinishedOffsets finished = finishedBeyond(committed);
            for (int index = 0; index < handled.length; index++) {
                // The plain array also shows that what a handler wrote is seen by who sees that it is finished.
                if ((index < before || finished.contains(index)) && !handled[index]) {
                    throw new AssertionError(index + " is committed and not handled");
                }
            }
        }
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private FetchedBatch add(long... offsets) {
        return tracker.add(records(offsets));
    }

    private static long[] range(long from, long end) {
        return LongStream.range(from, end).toArray();
    }

    static void finishAll(FetchedBatch batch) {
        IntStream.range(0, batch.size()).forEach(batch::finish);
    }

    static FinishedOffsets finishedBeyond(OffsetAndMetadata committed) {
        return CommitNote.decode(committed).orElseThrow().finished();
    }

    static FinishedOffsets finished(long base, long first, long last) {
        return new FinishedOffsetsOf(base).run(first, last).at(FetchedBatch.NO_EPOCH);
    }

    static List<ConsumerRecord<byte[], byte[]>> records(long... offsets) {
        return Arrays.stream(offsets)
                .mapToObj(offset -> record(offset, Optional.empty()))
                .toList();
    }

    static ConsumerRecord<byte[], byte[]> record(long offset, Optional<Integer> leaderEpoch) {
        byte[] empty = {};
        return new ConsumerRecord<>(
                "orders",
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                empty,
                empty,
                new RecordHeaders(),
                leaderEpoch);
    }

    /** Runs of finished offsets, from a first offset on. */
    static final class FinishedOffsetsOf {

        private final FinishedOffsets.Collector collector;
        private long next;

        FinishedOffsetsOf(long base) {
            collector = new FinishedOffsets.Collector(base);
            next = base;
        }

        FinishedOffsetsOf run(long first, long last) {
            if (first > next) {
                collector.unfinished(next, first - 1);
            }
            collector.finished(last);
            next = last + 1;
            return this;
        }

        FinishedOffsets at(int leaderEpoch) {
            return collector.collect(leaderEpoch);
        }
    }
}
