package io.kafkasdk.consumer;

import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heart of a consumer: takes what workers finished, commits, pauses and resumes, polls, hands out. Never runs a
 * handler or a deserializer, so it goes round several times a second whatever these do, and the member keeps its place
 * in the group. The one user code here are the listener's {@code assigned}, {@code revoked}, {@code committed} and
 * {@code stateChanged}: one that blocks stops commits and polls, and after {@code max.poll.interval.ms} the member.
 *
 * <p><b>Threads:</b> one thread, the owner of the Kafka client.
 */
final class PollLoop {

    private static final Logger log = LoggerFactory.getLogger(PollLoop.class);
    private static final long LONGEST_POLL_NANOS = Duration.ofMillis(100).toNanos();
    private static final long SHORTEST_POLL_NANOS = Duration.ofMillis(1).toNanos();

    private final MemberParts parts;
    private final ProgressWatchdog watch;
    private final PollTrouble trouble;
    private final StopSignal stop;
    private boolean worked;
    private Deadline leaveAlone;

    PollLoop(MemberParts parts, ProgressWatchdog watch, PollTrouble trouble, StopSignal stop) {
        this.parts = parts;
        this.watch = watch;
        this.trouble = trouble;
        this.stop = stop;
        this.leaveAlone = Deadline.in(Duration.ZERO, parts.nanoClock());
    }

    /** Goes round until the stop is asked for; throws what cannot be cured. */
    void run() {
        while (!stop.isRequested()) {
            runOnce();
        }
    }

    /** Goes round once. */
    void runOnce() {
        parts.collect();
        throwIfFatal();
        parts.committer().commitIfDue();
        parts.flow().apply();
        watch.look();
        if (leaveAlone.hasPassed()) {
            handOut(poll());
            parts.lag().sampleIfDue();
        } else {
            parts.completions().await(pollNanos());
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        int worthWaking = parts.flow().worthWaking();
        if (worthWaking > 0) {
            parts.completions().wakeWhen(worthWaking);
        }
        try {
            ConsumerRecords<byte[], byte[]> records = parts.client().poll(Duration.ofNanos(pollNanos()));
            worked |= parts.assignment().size() > 0;
            trouble.over();
            watch.pollWorked();
            return records;
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (RuntimeException e) {
            leaveAlone = Deadline.in(trouble.waitAfter(e, worked), parts.nanoClock());
            watch.pollFailed(trouble.diagnose(e));
            return ConsumerRecords.empty();
        } finally {
            parts.completions().wakeNever();
        }
    }

    private void handOut(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> batch = records.records(partition);
            OwnedPartition owner = ownerOf(partition, batch.get(0).offset());
            parts.lanes().add(owner, parts.assignment().take(owner, batch));
        }
        // Behind the last record there may be transaction markers: the position knows, last + 1 does not.
        for (Map.Entry<TopicPartition, OffsetAndMetadata> next :
                records.nextOffsets().entrySet()) {
            OwnedPartition owner = parts.assignment().get(next.getKey());
            if (owner != null && !owner.offsets().isBehind(next.getValue().offset())) {
                owner.offsets()
                        .advance(next.getValue().offset(), next.getValue().leaderEpoch());
            }
        }
    }

    private OwnedPartition ownerOf(TopicPartition partition, long offset) {
        OwnedPartition owner = parts.assignment().add(partition);
        if (!owner.offsets().isBehind(offset)) {
            return owner;
        }
        log.warn(
                "{} went back to offset {}: the topic was made anew, or the log was cut; records are handled again",
                partition,
                offset);
        // What is in flight belongs to the old log: its completions must not be committed on the new one.
        parts.lanes().discard(owner);
        parts.assignment().release(owner);
        return parts.assignment().add(partition);
    }

    private void throwIfFatal() {
        Throwable error = parts.completions().fatalError();
        if (error != null) {
            throw new KafkaSdkException(trouble.diagnoseWorker(error), error);
        }
    }

    private long pollNanos() {
        long nanos = parts.lanes().nanosToNextRetry(LONGEST_POLL_NANOS);
        return Math.max(SHORTEST_POLL_NANOS, parts.committer().nanosToNext(nanos));
    }
}
