package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a producer keeps about one topic that it writes to: the ways of its records, and a sample of those under way.
 *
 * <p><b>Threads:</b> safe for use by any number of threads.
 */
final class TopicLane {

    /** Longer than batching and a healthy broker take, shorter than anybody would notice. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final TopicRoute toAll;
    private final @Nullable TopicRoute toLeader;
    private final @Nullable DurabilitySwitch change;
    private final @Nullable LeaderAcks leaderAcks;
    private final FlightSample sample = new FlightSample(System.nanoTime());
    private volatile long lastInvisible;

    /** Makes the lane of a topic; without a leader client all records go one way. */
    TopicLane(String topic, ReplaceableClient all, @Nullable ReplaceableClient leader) {
        this.change = leader == null ? null : new DurabilitySwitch();
        this.leaderAcks = leader == null ? null : new LeaderAcks(topic);
        this.toAll = new TopicRoute(topic, all, sample, change);
        this.toLeader = leader == null || change == null || leaderAcks == null
                ? null
                : new TopicRoute(topic, leader, sample, change, leaderAcks);
    }

    /**
     * Returns the way for the next record, which {@linkplain TopicRoute#leave leaves} it at its end; null when this lane is
     * retired: take a new one. Blocks only where the durability of the topic just changed.
     *
     * @throws InterruptedException when the caller shall stop
     */
    @Nullable
    TopicRoute enter(Durability wanted, long untilNanos) throws InterruptedException {
        if (change == null) {
            return toAll;
        }
        Durability taken = change.enter(wanted, untilNanos);
        if (taken == null) {
            return null;
        }
        return taken == Durability.LEADER ? toLeader : toAll;
    }

    /** Returns whether records are under way for suspiciously long. */
    boolean isStalled(long nowNanos) {
        return sample.holdsOlderThan(STALLED_NANOS, nowNanos);
    }

    /** Returns whether the lane was not used for long; then it takes no more records. */
    boolean retire(long nowNanos) {
        boolean idle =
                sample.idleNanos(nowNanos) > IDLE_NANOS && !sample.holdsOlderThan(0, nowNanos) && lastInvisible == 0;
        return idle && (change == null || change.retire());
    }

    /** Returns what counts the records that only the leader acknowledged; null where there can be none. */
    @Nullable
    LeaderAcks leaderAcks() {
        return leaderAcks;
    }

    /** Returns whether some record was acknowledged and not visible at the last count. */
    boolean hasInvisible() {
        return lastInvisible > 0;
    }

    /** Returns whether the number of invisible records differs from the last one; for the monitor only. */
    boolean isNews(long invisible) {
        boolean news = invisible != lastInvisible;
        lastInvisible = invisible;
        return news;
    }
}
