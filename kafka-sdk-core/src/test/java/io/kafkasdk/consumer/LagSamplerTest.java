package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.lag.LagTracker.Clocks;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.lag.PartitionLag.Offsets;
import io.kafkasdk.lag.TimeLag;
import io.kafkasdk.lag.TimeLag.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A consumer that has read to the end, offset 10, and has records 5 to 9 in hand. */
class LagSamplerTest {

    private static final TopicPartition P0 = MockMember.P0;
    private static final long WALL = 1_700_000_000_000L;
    private static final long OLD = WALL - 100_000;

    private final ManualClock clock = new ManualClock();
    private final long origin = clock.getAsLong();
    private final Clocks clocks = new Clocks(clock, () -> WALL + (clock.getAsLong() - origin) / 1_000_000);
    private final MockConsumer<byte[], byte[]> client = new MockConsumer<>("none");
    private final Assignment assignment = new Assignment();
    private final LagTracker tracker = new LagTracker("payments", IsolationLevel.READ_UNCOMMITTED, clocks);
    private final LagSampler sampler = new LagSampler(client, assignment::all, tracker, clocks);
    private final OwnedPartition owner = assignment.add(P0);
    private List<Work> works = List.of();

    @BeforeEach
    void hasFiveInHand() {
        client.assign(List.of(P0));
        owner.begin(5, new CommitNote(0, Lives.UNKNOWN, FinishedOffsets.NONE));
        works = MockMember.take(
                assignment,
                owner,
                List.of(5L, 6L, 7L, 8L, 9L).stream()
                        .map(offset -> record(offset, OLD))
                        .toList());
        at(10, 10);
        sampler.sampleIfDue();
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, long timestamp) {
        return record(offset, timestamp, TimestampType.CREATE_TIME);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, long timestamp, TimestampType type) {
        return new ConsumerRecord<>(
                P0.topic(), 0, offset, timestamp, type, -1, 0, null, new byte[0], new RecordHeaders(), Optional.of(3));
    }

    private void at(long position, long end) {
        client.seek(P0, position);
        client.updateEndOffsets(Map.of(P0, end));
    }

    private void arrive(ConsumerRecord<byte[], byte[]> record) {
        sampler.arrived(new ConsumerRecords<>(Map.of(P0, List.of(record)), Map.of()));
        at(record.offset() + 1, record.offset() + 1);
    }

    private PartitionLag sampleAfter(Duration time) {
        clock.advance(time);
        sampler.sampleIfDue();
        return tracker.snapshot().partitions().get(0);
    }

    /** Of the oldest record: by its timestamp 101 s one second later, unless producers' clocks are seen to be off. */
    private long ageAfterASecond() {
        TimeLag time = sampleAfter(Duration.ofSeconds(1)).time();
        assertThat(time.source()).isEqualTo(Source.RECORD);
        return time.age().toSeconds();
    }

    @Test
    void tellsFrontierPositionAndEnd() {
        at(10, 25);
        assertThat(sampleAfter(Duration.ofSeconds(1)).offsets())
                .isEqualTo(new Offsets(PartitionLag.UNKNOWN, PartitionLag.UNKNOWN, 5, 10, 25));
        MockMember.finish(assignment, works.subList(0, 3));
        assertThat(sampleAfter(Duration.ofSeconds(1)).offsets().frontier()).isEqualTo(8);
    }

    @Test
    void looksTwiceASecond() {
        at(10, 25);
        assertThat(sampleAfter(Duration.ofMillis(499)).offsets().end()).isEqualTo(10);
        assertThat(sampleAfter(Duration.ofMillis(1)).offsets().end()).isEqualTo(25);
    }

    @Test
    void thePositionOfAPartitionThatIsNotReadyIsNotKnownNorIsItsEnd() {
        owner.ready(false);
        Offsets offsets = sampleAfter(Duration.ofSeconds(1)).offsets();
        assertThat(offsets.position()).isEqualTo(PartitionLag.UNKNOWN);
        assertThat(offsets.end()).as("known before").isEqualTo(10);
    }

    @Test
    void aPartitionThatTheClientDoesNotOwnAnyMoreIsNotTold() {
        client.assign(List.of());
        clock.advance(Duration.ofSeconds(1));
        sampler.sampleIfDue();
        assertThat(tracker.snapshot().partitions()).isEmpty();
    }

    @Test
    void releasedPartitionsAreForgottenBetweenSamples() {
        assignment.release(owner);
        sampler.forgetReleased();
        assertThat(tracker.snapshot().partitions()).isEmpty();
    }

    @Test
    void pausedPartitionsAreToldAsPaused() {
        client.pause(List.of(P0));
        assertThat(sampleAfter(Duration.ofSeconds(1)).isPaused()).isTrue();
    }

    @Test
    void theLastSampleSaysNothingAfterThreeSeconds() {
        clock.advance(Duration.ofSeconds(3));
        assertThat(sampler.lastSample()).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(sampler.lastSample()).isEmpty();
    }

    @Test
    void clocksThatAreOffShowInARecordThatArrivesAtOnce() {
        arrive(record(10, WALL - 30_000));
        assertThat(ageAfterASecond()).isEqualTo(71);
    }

    @Test
    void recordsThatMayHaveWaitedTellNothingAboutClocks() {
        sampler.cameLate();
        arrive(record(10, WALL - 30_000));
        assertThat(ageAfterASecond()).isEqualTo(101);
    }

    @Test
    void theTimeOfTheBrokerNeedsNoCorrection() {
        arrive(record(10, WALL - 30_000, TimestampType.LOG_APPEND_TIME));
        assertThat(ageAfterASecond()).isEqualTo(101);
    }

    @Test
    void onlyTheFirstRecordsAfterALookArriveAtOnceForSure() {
        arrive(record(10, WALL));
        arrive(record(11, WALL - 90_000));
        assertThat(ageAfterASecond()).isEqualTo(101);
    }

    @Test
    void recordsThatWaitedDuringAPauseDidNotArriveAtOnce() {
        client.pause(List.of(P0));
        sampleAfter(Duration.ofSeconds(1));
        client.resume(List.of(P0));
        arrive(record(10, WALL - 30_000));
        assertThat(ageAfterASecond()).isEqualTo(102);
    }

    @Test
    void recordsOfBeforeASeekBackDidNotArriveAtOnce() {
        sampler.arrived(new ConsumerRecords<>(Map.of(P0, List.of(record(2, WALL - 30_000))), Map.of()));
        assertThat(ageAfterASecond()).isEqualTo(101);
    }

    @Test
    void recordsThatWaitedForAPollThatCameLateDidNotArriveAtOnce() {
        clock.advance(Duration.ofSeconds(20));
        arrive(record(10, WALL));
        assertThat(ageAfterASecond()).isEqualTo(121);
    }

    @Test
    void aConsumerWithAThousandPartitionsIsLookedAtEveryTwoSeconds() {
        List<TopicPartition> many = IntStream.range(0, 1_000)
                .mapToObj(number -> new TopicPartition("many", number))
                .toList();
        client.assign(many);
        client.updateEndOffsets(many.stream().collect(Collectors.toMap(partition -> partition, partition -> 3L)));
        for (TopicPartition partition : many) {
            client.seek(partition, 3);
            assignment.add(partition).begin(3, new CommitNote(0, Lives.UNKNOWN, FinishedOffsets.NONE));
        }
        clock.advance(Duration.ofMillis(500));
        assertThat(sampler.sampleIfDue()).isTrue();
        clock.advance(Duration.ofMillis(1_999));
        assertThat(sampler.sampleIfDue()).isFalse();
        assertThat(sampler.lastSample()).hasSize(1_000);
        clock.advance(Duration.ofMillis(1));
        assertThat(sampler.sampleIfDue()).isTrue();
        sampler.isOutdated();
        assertThat(sampler.sampleIfDue()).isTrue();
    }
}
