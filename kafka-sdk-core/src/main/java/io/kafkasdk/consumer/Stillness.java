package io.kafkasdk.consumer;

import io.kafkasdk.consumer.ProgressFacts.Still;
import io.kafkasdk.consumer.ProgressFacts.StillPartition;
import io.kafkasdk.consumer.ProgressSource.FlowFacts;
import io.kafkasdk.consumer.ProgressSource.PartitionFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Remembers since when what should move does not. A partition moves when its position does; one that is at its end, or
 * paused, or in front of brokers that cannot be reached, has no reason to.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class Stillness {

    private Map<TopicPartition, At> still = new HashMap<>();
    private @Nullable Long memberNanos;
    private @Nullable Long completionNanos;
    private @Nullable Long idleNanos;
    private long finished = -1;

    private record At(long position, long sinceNanos) {}

    /** Whether partitions can bring records at all. */
    enum Reach {
        /** A broker is connected. */
        CONNECTED,
        /** None is. */
        DISCONNECTED
    }

    /** Takes a look at the partitions. */
    void partitions(List<PartitionFacts> partitions, Reach reach, long now) {
        Map<TopicPartition, At> next = new HashMap<>();
        for (PartitionFacts facts : partitions) {
            if (reach == Reach.CONNECTED && !facts.paused() && facts.behind() != 0) {
                At before = still.get(facts.partition());
                boolean same = before != null && before.position() == facts.position();
                next.put(facts.partition(), same ? before : new At(facts.position(), now));
            }
        }
        still = next;
    }

    /** Takes a look at the member; with partitions, or without them in a group that is settled, it has its place. */
    void member(boolean settled, long now) {
        if (settled) {
            memberNanos = null;
        } else if (memberNanos == null) {
            memberNanos = now;
        }
    }

    /** Takes a look at what is in flight. */
    void flow(FlowFacts flow, long now) {
        if (flow.inFlight() == 0) {
            completionNanos = null;
        } else if (completionNanos == null || flow.finished() != finished) {
            completionNanos = now;
        }
        finished = flow.finished();
    }

    /**
     * Takes a look, after the one at what is in flight, at whether anybody works. A single look may fall between two
     * hands, so only what many looks see is true.
     */
    void work(boolean anybody, long now) {
        Long completion = completionNanos;
        Long before = idleNanos;
        if (completion == null) {
            idleNanos = null;
        } else if (anybody || before == null) {
            idleNanos = now;
        } else if (completion - before > 0) {
            idleNanos = completion;
        }
    }

    /** Forgets all, because nothing has to move. */
    void forget() {
        still = new HashMap<>();
        memberNanos = null;
        completionNanos = null;
        idleNanos = null;
    }

    /** Returns what stands still, and since when; asks for each whether it has no leader, given since when it is still. */
    Still seen(List<PartitionFacts> partitions, BiPredicate<TopicPartition, Long> isLeaderless) {
        List<StillPartition> seen = new ArrayList<>();
        for (PartitionFacts facts : partitions) {
            At at = still.get(facts.partition());
            if (at != null) {
                seen.add(new StillPartition(
                        facts, at.sinceNanos(), isLeaderless.test(facts.partition(), at.sinceNanos())));
            }
        }
        return new Still(seen, memberNanos, completionNanos, idleNanos);
    }
}
