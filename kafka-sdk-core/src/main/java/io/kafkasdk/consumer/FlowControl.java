package io.kafkasdk.consumer;

import io.kafkasdk.settings.ConsumerLimits;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what is in flight by pausing partitions. Two measures: when the budget is spent all partitions pause; when half
 * of it is spent, those that hold more than their share of the rest pause, so that one partition that is stuck cannot
 * use up the budget of all.
 *
 * <p>The budget in records is a bound. The budget in bytes says when to stop fetching, and how large a record is shows only
 * when it is here: it may be overshot by what one poll brings, see {@link GroupConfig}.
 *
 * <p>Kafka forgets pauses when partitions move, so the wanted pauses are compared with the real ones each time.
 *
 * <p><b>Threads:</b> poll thread only, except {@link #hold()}.
 */
final class FlowControl {

    private static final Logger log = LoggerFactory.getLogger(FlowControl.class);

    private final Consumer<byte[], byte[]> client;
    private final Assignment assignment;
    private final long maxBytes;
    private final int maxRecords;
    private final BooleanSupplier stopped;
    private final Set<TopicPartition> overShare = new HashSet<>();
    private volatile boolean held;
    private boolean full;
    private boolean anyPaused;

    /**
     * Makes a flow control that pauses nothing yet.
     *
     * @param client the consumer whose partitions to pause
     * @param assignment what is in flight
     * @param limits the budget
     * @param maxPollRecords what one poll may add: room for it is kept free, so that the budget in records is a bound
     * @param stopped whether the consumer is paused by the application, or on its way out; asked anew each time, because
     *     only the state itself never disagrees with the state
     */
    FlowControl(
            Consumer<byte[], byte[]> client,
            Assignment assignment,
            ConsumerLimits limits,
            int maxPollRecords,
            BooleanSupplier stopped) {
        this.client = client;
        this.assignment = assignment;
        this.maxBytes = limits.maxInFlightBytes();
        this.maxRecords = limits.maxInFlightRecords() - maxPollRecords;
        this.stopped = stopped;
    }

    /** Pauses everything for good, because the consumer is leaving. */
    void hold() {
        held = true;
    }

    /** Pauses and resumes what should be. */
    void apply() {
        full = isFull();
        boolean tight = isAbove(maxRecords / 2, maxBytes / 2);
        boolean all = full || isStopped();
        boolean waits = assignment.all().stream().anyMatch(FlowControl::waits);
        if (!all && !tight && !anyPaused && !waits) {
            return;
        }
        markOverShare(tight);
        Set<TopicPartition> wanted = all ? client.assignment() : wanted();
        Set<TopicPartition> paused = client.paused();
        List<TopicPartition> toPause = difference(wanted, paused);
        List<TopicPartition> toResume = difference(paused, wanted);
        try {
            if (!toPause.isEmpty()) {
                client.pause(toPause);
            }
            if (!toResume.isEmpty()) {
                client.resume(toResume);
            }
            anyPaused = !wanted.isEmpty();
        } catch (IllegalStateException e) {
            // With KIP-848 the client's own thread takes revoked partitions away, which may happen between look and
            // touch.
            log.debug("A partition went while it was to be paused or resumed; the next round looks again", e);
            anyPaused = true;
        }
    }

    /**
     * Returns how many completions make it worth to look again before the next poll ends by itself; 0 when none do,
     * because nothing waits for them.
     */
    int worthWaking() {
        boolean pausedByBudget = anyPaused && !isStopped();
        return pausedByBudget ? Math.max(1, assignment.recordsInFlight() / 8) : 0;
    }

    /** Returns whether everything is paused because the budget is spent. */
    boolean isBudgetSpent() {
        return full;
    }

    private boolean isStopped() {
        return held || stopped.getAsBoolean();
    }

    private boolean isFull() {
        // Pauses at the limit, goes on at three quarters of it: neither flaps nor runs dry.
        return full ? isAbove(maxRecords - maxRecords / 4, maxBytes - maxBytes / 4) : isAbove(maxRecords, maxBytes - 1);
    }

    private boolean isAbove(long records, long bytes) {
        return assignment.recordsInFlight() > records || assignment.bytesInFlight() > bytes;
    }

    private void markOverShare(boolean tight) {
        if (!tight) {
            overShare.clear();
            return;
        }
        long parts = 2L * Math.max(1, assignment.size());
        Set<TopicPartition> before = Set.copyOf(overShare);
        overShare.clear();
        for (OwnedPartition owner : assignment.all()) {
            // The same rule as for the whole: over at the share, back below half of it.
            int divisor = before.contains(owner.partition()) ? 2 : 1;
            boolean over = owner.recordsInFlight() > maxRecords / parts / divisor
                    || owner.bytesInFlight() > maxBytes / parts / divisor;
            if (over) {
                overShare.add(owner.partition());
            }
        }
        overShare.retainAll(client.assignment());
    }

    /** Its start is not known yet, records of it wait for room in the commit metadata, or it cannot be read. */
    private static boolean waits(OwnedPartition owner) {
        return !owner.isReady() || !owner.held().isEmpty() || owner.unreadable() != null;
    }

    private Set<TopicPartition> wanted() {
        Set<TopicPartition> wanted = new HashSet<>(overShare);
        assignment.all().stream().filter(FlowControl::waits).forEach(owner -> wanted.add(owner.partition()));
        wanted.retainAll(client.assignment());
        return wanted;
    }

    /** Only of what is still ours: of a revoked partition the client may still speak for a moment. */
    private List<TopicPartition> difference(Set<TopicPartition> from, Set<TopicPartition> without) {
        return from.stream()
                .filter(partition -> !without.contains(partition) && assignment.get(partition) != null)
                .toList();
    }
}
