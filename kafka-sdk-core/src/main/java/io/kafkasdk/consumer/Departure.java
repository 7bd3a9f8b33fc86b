package io.kafkasdk.consumer;

import io.kafkasdk.internal.Deadline;
import io.kafkasdk.internal.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves in order: no further handler starts, those that run are waited for, then interrupted; what finished is
 * committed; the group is left.
 *
 * <p><b>Threads:</b> poll thread only. KIP-848 consumers can overrun the timeout of their close: whoever waits for this
 * must stop waiting at the deadline by himself.
 */
final class Departure {

    private static final Logger log = LoggerFactory.getLogger(Departure.class);
    private static final Duration LOOK = Duration.ofMillis(20);
    /** Some slow round trips; the group may need longer, but by then the second question is out. */
    private static final Duration JOINING = Duration.ofSeconds(3);

    private final MemberParts parts;
    private final RebalanceGuard guard;
    private boolean pollFails;

    Departure(MemberParts parts, RebalanceGuard guard) {
        this.parts = parts;
        this.guard = guard;
    }

    /** Leaves within the plan. */
    void leave(StopSignal.Plan plan) {
        try {
            drain(plan);
            finishJoining(plan);
            commit(Deadline.in(plan.end().remaining().dividedBy(2), parts.nanoClock()));
        } finally {
            guard.releaseAll();
            parts.client().close(CloseOptions.timeout(plan.end().remaining()));
        }
    }

    /**
     * Who joins under the classic protocol gets its name with the first answer and asks again with it (KIP-394). Kafka's
     * client does not leave in between, and the coordinator then lets no other member in until the session is over.
     */
    private void finishJoining(StopSignal.Plan plan) {
        Duration half = plan.end().remaining().dividedBy(2);
        Deadline deadline = Deadline.in(half.compareTo(JOINING) < 0 ? half : JOINING, parts.nanoClock());
        while (isJoining() && !pollFails && !deadline.hasPassed()) {
            pollNothing();
        }
    }

    /** Nothing was asked where nobody is connected. */
    private boolean isJoining() {
        return parts.client().groupMetadata().memberId().isEmpty() && !ClusterLook.isUnconnected(parts.client());
    }

    private void commit(Deadline deadline) {
        while (!parts.committer().commitNow(parts.assignment().all(), deadline.remaining()) && !deadline.hasPassed()) {
            // Polling takes it through the rebalance; partitions that go meanwhile are committed by the guard.
            pollNothing();
        }
    }

    private void drain(StopSignal.Plan plan) {
        parts.flow().hold();
        List.copyOf(parts.assignment().all()).forEach(parts.lanes()::discard);
        awaitIdle(plan.patience());
        if (!isIdle()) {
            log.warn("{}: handlers still run when their time to end is over, interrupting them", running());
            parts.workers().interrupt();
            awaitIdle(plan.drain());
        }
        parts.collect();
        if (!isIdle()) {
            log.warn("{}: handlers do not end; their records are handled again by the next owner", running());
        }
    }

    /** Waits for the running handlers. Goes on polling, with all paused, to stay in the group for the last commit. */
    private void awaitIdle(Deadline deadline) {
        parts.collect();
        while (!isIdle() && !deadline.hasPassed()) {
            parts.committer().commitIfDue();
            pollNothing();
            parts.collect();
        }
    }

    private void pollNothing() {
        if (pollFails) {
            parts.completions().await(LOOK.toNanos(), () -> false);
            return;
        }
        try {
            parts.flow().apply();
            parts.completions().wakeWhen(1);
            parts.client().poll(LOOK);
        } catch (WakeupException e) {
            // A handler ended.
        } catch (KafkaException e) {
            log.debug("Poll while leaving failed; leaving without", e);
            pollFails = true;
        } finally {
            parts.completions().wakeNever();
        }
    }

    /** Also of handlers whose partitions went before: closing waits for them, and interrupts them. */
    private boolean isIdle() {
        return parts.areIdle(parts.assignment().all()) && parts.workers().areIdle();
    }

    private String running() {
        Stream<OwnedPartition> unfinished = parts.assignment().all().stream()
                .filter(owner -> !parts.workers().isIdle(owner));
        Stream<OwnedPartition> inHand = parts.workers().desks().stream()
                .map(Desk::current)
                .filter(Objects::nonNull)
                .map(Work::owner);
        return Stream.concat(unfinished, inHand)
                .map(owner -> owner.partition().toString())
                .distinct()
                .toList()
                .toString();
    }
}
