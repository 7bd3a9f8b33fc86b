package io.kafkasdk.consumer;

import java.util.Collection;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that moves a position other than reading on: the start of an assignment, a log that changed underneath, and
 * the application's wish. Kafka's own reset is off, so nothing else does.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class Positions {

    private static final Logger log = LoggerFactory.getLogger(Positions.class);

    private final MemberParts parts;
    private final StartPoints starts;
    private final LogJumps jumps;
    private final LifeWatch watch;
    private final Seeks seeks;

    Positions(MemberParts parts, StartPoints starts, LogJumps jumps, LifeWatch watch, Seeks seeks) {
        this.parts = parts;
        this.starts = starts;
        this.jumps = jumps;
        this.watch = watch;
        this.seeks = seeks;
    }

    /** Takes new partitions; asks nothing, because it runs inside of a rebalance. They must be paused already. */
    void assigned(Collection<TopicPartition> partitions) {
        watch.lookSoon();
        for (OwnedPartition owner : parts.assignment().all(partitions)) {
            starts.await(owner);
            standAside(owner);
        }
    }

    /** Takes note that partitions went: when a topic is deleted, they do. */
    void revoked() {
        watch.lookSoon();
    }

    /** Gives the client a position, whatever it is: without one it would ask for the commit itself, and then throw. */
    private void standAside(OwnedPartition owner) {
        try {
            if (parts.client().assignment().contains(owner.partition())) {
                parts.client().seek(owner.partition(), 0);
            }
        } catch (KafkaException e) {
            // Then poll will say that there is no position.
            log.debug("{} has no placeholder position", owner.partition(), e);
        }
    }

    /** Goes on with whatever is under way. Each question blocks a second at most, and only while something is. */
    void settle() {
        starts.settle();
        watch.look();
        jumps.settle();
        seeks.settle();
    }

    /** Takes what {@code poll} threw: the position of some partitions is not in the log, or they have none. */
    void lost(InvalidOffsetException said) {
        watch.lookSoon();
        for (TopicPartition partition : said.partitions()) {
            OwnedPartition owner = parts.assignment().get(partition);
            if (owner == null) {
                log.debug("{} has gone meanwhile", partition);
            } else if (!owner.isReady()) {
                starts.await(owner);
                standAside(owner);
            } else if (said instanceof OffsetOutOfRangeException range) {
                jumps.take(owner, range);
            } else {
                startOver(owner);
            }
        }
    }

    private void startOver(OwnedPartition owner) {
        parts.lanes().discard(owner);
        parts.assignment().release(owner);
        OwnedPartition fresh = parts.assignment().add(owner.partition());
        starts.await(fresh);
        standAside(fresh);
    }
}
