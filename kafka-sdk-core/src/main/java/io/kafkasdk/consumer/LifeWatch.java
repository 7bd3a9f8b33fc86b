package io.kafkasdk.consumer;

import io.kafkasdk.cluster.TopicIdentities;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then whether a topic was made anew without anybody noticing: where the new log is already longer than the
 * position, the client has no reason to complain. Never waits for the answer.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class LifeWatch {

    private static final long INTERVAL_NANOS = Duration.ofSeconds(30).toNanos();
    /** While a topic does not exist. */
    private static final long MISSING_NANOS = Duration.ofSeconds(5).toNanos();
    /** Brokers tell of a new topic one after the other: at once would be too early. */
    private static final long SOON_NANOS = Duration.ofSeconds(1).toNanos();

    private final MemberParts parts;
    private final Lives lives;
    private final LogJumps jumps;
    private @Nullable Look underWay;
    private long nextNanos;

    /** A question, and whom it is about: assignments that begin later know better. */
    private record Look(CompletableFuture<TopicIdentities> answer, Map<OwnedPartition, Integer> lives) {}

    LifeWatch(MemberParts parts, Lives lives, LogJumps jumps) {
        this.parts = parts;
        this.lives = lives;
        this.jumps = jumps;
        this.nextNanos = parts.nanoClock().getAsLong() + INTERVAL_NANOS;
    }

    /** Something happened that goes with a topic that was made anew. */
    void lookSoon() {
        nextWithin(SOON_NANOS);
    }

    /** Looks when it is time, and takes the answer when it is there. */
    void look() {
        Look now = underWay;
        if (now == null) {
            askWhenDue();
        } else if (now.answer().isDone()) {
            underWay = null;
            take(now);
        }
    }

    private void askWhenDue() {
        long now = parts.nanoClock().getAsLong();
        if (nextNanos - now > 0) {
            return;
        }
        nextNanos = now + INTERVAL_NANOS;
        Map<OwnedPartition, Integer> known = new LinkedHashMap<>();
        parts.assignment().all().stream()
                .filter(OwnedPartition::isReady)
                .forEach(owner -> known.put(owner, owner.life()));
        if (!known.isEmpty()) {
            underWay = new Look(lives.ask(known.keySet()), known);
        }
    }

    private void take(Look look) {
        Map<String, Integer> now = lives.await(look.answer());
        look.lives().forEach((owner, before) -> {
            int life = now.getOrDefault(owner.partition().topic(), Lives.UNKNOWN);
            if (life == Lives.UNKNOWN && before != Lives.UNKNOWN) {
                nextWithin(MISSING_NANOS);
            } else if (life != Lives.UNKNOWN && parts.isHere(owner) && owner.isReady()) {
                if (before == Lives.UNKNOWN) {
                    owner.adopt(life);
                } else if (Lives.differ(before, life)) {
                    jumps.take(owner, life);
                }
            }
        });
    }

    private void nextWithin(long nanos) {
        nextNanos = Math.min(nextNanos, parts.nanoClock().getAsLong() + nanos);
    }
}
