package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.producer.DurabilitySwitch.Entry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final AtomicBoolean known = new AtomicBoolean();
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
     * Lets a record in, which {@linkplain TopicRoute#leave leaves} its {@linkplain #route way} at its end. Blocks only where
     * the durability of the topic just changed.
     *
     * @throws InterruptedException when the caller shall stop
     */
    Entry enter(Durability wanted, long untilNanos) throws InterruptedException {
        return change == null ? Entry.TO_ALL : change.enter(wanted, untilNanos);
    }

    /** Returns the way of a record that was let in. */
    TopicRoute route(Entry entry) {
        return entry == Entry.TO_LEADER && toLeader != null ? toLeader : toAll;
    }

    /** Returns true once, where the topic may go two ways: then its first record waits for the first look at it. */
    boolean isNew() {
        return change != null && !known.get() && known.compareAndSet(false, true);
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
