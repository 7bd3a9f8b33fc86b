package io.kafkasdk.consumer;

import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.StopSignal;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The heart of a consumer: takes what workers finished, commits, pauses and resumes, polls, hands out. Never runs a
 * handler or a deserializer, so it goes round several times a second whatever these do, and the member keeps its place
 * in the group. The one user code here are the listener's {@code assigned}, {@code revoked}, {@code committed} and
 * {@code stateChanged}: one that blocks stops commits and polls, and after {@code max.poll.interval.ms} the member.
 *
 * <p><b>Threads:</b> one thread, the owner of the Kafka client.
 */
final class PollLoop {

    private static final long LONGEST_POLL_NANOS = Duration.ofMillis(100).toNanos();
    private static final Duration AFTER_A_LOST_POSITION = Duration.ofMillis(20);
    private static final long SHORTEST_POLL_NANOS = Duration.ofMillis(1).toNanos();

    private final MemberParts parts;
    private final Upkeep upkeep;
    private final Positions positions;
    private final ProgressWatchdog watch;
    private final PollTrouble trouble;
    private final PollNews news;
    private final StopSignal stop;
    private boolean worked;
    private Deadline leaveAlone;

    /**
     * Who says how it goes.
     *
     * @param watchdog looks for what keeps silent
     * @param trouble judges what poll throws
     * @param news tells how it goes round
     */
    record Watch(ProgressWatchdog watchdog, PollTrouble trouble, PollNews news) {}

    PollLoop(MemberParts parts, Upkeep upkeep, Positions positions, Watch watch, StopSignal stop) {
        this.parts = parts;
        this.upkeep = upkeep;
        this.positions = positions;
        this.watch = watch.watchdog();
        this.trouble = watch.trouble();
        this.news = watch.news();
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
        upkeep.look();
        parts.intake().feed();
        parts.committer().commitIfDue();
        positions.settle();
        parts.flow().apply();
        watch.look();
        if (leaveAlone.hasPassed()) {
            ConsumerRecords<byte[], byte[]> records = poll();
            parts.lag().arrived(records);
            parts.intake().take(records);
            parts.lag().sampleIfDue();
        } else {
            parts.completions().await(pollNanos(), parts.assignment()::hasUncollected);
        }
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        news.polls();
        try {
            ConsumerRecords<byte[], byte[]> records = parts.client().poll(patience());
            worked |= parts.assignment().size() > 0;
            trouble.over();
            watch.pollWorked();
            return records;
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (InvalidOffsetException e) {
            // No trouble of the cluster: a position is not in the log, or there is none.
            positions.lost(e);
            leaveAlone = Deadline.in(AFTER_A_LOST_POSITION, parts.nanoClock());
            return ConsumerRecords.empty();
        } catch (RuntimeException e) {
            OwnedPartition unreadable = UnreadableLog.in(e, parts.assignment()).orElse(null);
            if (unreadable != null && unreadable.unreadable() == null) {
                unreadable.unreadable(trouble.diagnoseLog(unreadable, e));
                return ConsumerRecords.empty();
            }
            leaveAlone = Deadline.in(trouble.waitAfter(e, worked), parts.nanoClock());
            watch.pollFailed(trouble.diagnose(e));
            return ConsumerRecords.empty();
        } finally {
            parts.completions().wakeNever();
        }
    }

    private void throwIfFatal() {
        Throwable error = parts.completions().fatalError();
        if (error instanceof KafkaSdkException known) {
            throw known;
        }
        if (error != null) {
            throw new KafkaSdkException(trouble.diagnoseWorker(error), error);
        }
    }

    /** No time when there is news already that the wake-up would have told. */
    private Duration patience() {
        int worthWaking = parts.flow().worthWaking();
        if (worthWaking > 0) {
            parts.completions().wakeWhen(worthWaking);
            if (parts.assignment().hasUncollected()) {
                return Duration.ZERO;
            }
        }
        return Duration.ofNanos(pollNanos());
    }

    private long pollNanos() {
        long nanos = parts.lanes().nanosToNextRetry(LONGEST_POLL_NANOS);
        return Math.max(SHORTEST_POLL_NANOS, parts.committer().nanosToNext(nanos));
    }
}
