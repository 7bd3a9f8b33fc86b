package io.kafkasdk.consumer;

import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.StopSignal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * What happens when partitions come and go. Revoked: no further handler starts, those that run get some time, what is
 * finished is committed, then the partition is released. Lost: released only, because it may have another owner who
 * must not be overwritten.
 *
 * <p><b>Threads:</b> poll thread only; the client calls it from within {@code poll}.
 */
final class RebalanceGuard implements ConsumerRebalanceListener {

    /** The longest wait for the broker's answer to a commit. */
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);

    private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

    private final MemberParts parts;
    private final Positions positions;
    private final Duration drainTimeout;
    private final StopSignal stop;

    /**
     * Makes a guard.
     *
     * @param parts what the member consists of
     * @param positions finds where new partitions are read from
     * @param drainTimeout the longest wait for running handlers of revoked partitions
     * @param stop the wish to end, whose times count more
     */
    RebalanceGuard(MemberParts parts, Positions positions, Duration drainTimeout, StopSignal stop) {
        this.parts = parts;
        this.positions = positions;
        this.drainTimeout = drainTimeout;
        this.stop = stop;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (stop.isRequested()) {
            // Where rebalances follow one another, a classic member may commit in here only: when poll returns, the
            // next one has begun.
            parts.committer().commitNow(parts.assignment().all(), stop.leftOf(COMMIT_TIMEOUT));
        }
        partitions.forEach(parts.assignment()::add);
        positions.assigned(partitions);
        parts.flow().apply();
        parts.events().assigned(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        List<OwnedPartition> owners = parts.assignment().all(partitions);
        owners.forEach(parts.lanes()::discard);
        awaitIdle(owners);
        parts.committer().commitNow(owners, COMMIT_TIMEOUT);
        release(owners, ConsumerEvents.Loss.GIVEN);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        release(parts.assignment().all(partitions), ConsumerEvents.Loss.TAKEN);
    }

    /** Releases everything without a word to the broker, at the end. */
    void releaseAll() {
        release(parts.assignment().all(), ConsumerEvents.Loss.GIVEN);
    }

    private void awaitIdle(List<OwnedPartition> owners) {
        Deadline deadline = Deadline.in(drainTimeout, parts.nanoClock());
        parts.collect();
        while (!parts.areIdle(owners) && !deadline.hasPassed() && !stop.isImpatient()) {
            parts.completions().await(LOOK_NANOS, () -> parts.areIdle(owners));
            parts.collect();
        }
        parts.collect();
    }

    private void release(List<OwnedPartition> owners, ConsumerEvents.Loss loss) {
        for (OwnedPartition owner : owners) {
            parts.lanes().discard(owner);
            parts.assignment().release(owner);
        }
        parts.lag().forgetReleased();
        positions.revoked();
        parts.events().revoked(owners, loss);
    }
}
