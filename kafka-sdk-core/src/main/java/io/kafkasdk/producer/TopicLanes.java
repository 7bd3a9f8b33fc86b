package io.kafkasdk.producer;

import io.kafkasdk.acks.Durability;
import io.kafkasdk.producer.DurabilitySwitch.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of all topics that one producer writes to.
 *
 * <p><b>Threads:</b> safe for use by any number of threads; what the monitor calls, for one at a time.
 */
final class TopicLanes {

    private final WriteClients clients;
    private final Map<String, TopicLane> lanes = new ConcurrentHashMap<>();

    TopicLanes(WriteClients clients) {
        this.clients = clients;
    }

    /** Returns whether a record was sent to this topic before, so that its name was looked at. */
    boolean knows(@Nullable String topic) {
        return topic != null && lanes.containsKey(topic);
    }

    /** Returns true once for a topic that may go two ways: its durability should be known before its first record goes. */
    boolean isNew(String topic) {
        return clients.leader() != null && of(topic).isNew();
    }

    /**
     * Returns the way for the next record of a topic, which {@linkplain TopicRoute#leave leaves} it at its end. Blocks only
     * where the durability of the topic just changed.
     *
     * @param wanted how the topic is to be written now
     * @param untilNanos when the caller's time is over
     * @return null when it cannot go now, because earlier records are under way with the other durability
     * @throws InterruptedException when the caller shall stop
     */
    @Nullable
    TopicRoute enter(String topic, Durability wanted, long untilNanos) throws InterruptedException {
        while (true) {
            TopicLane lane = of(topic);
            Entry entry = lane.enter(wanted, untilNanos);
            if (entry == Entry.NOT_YET) {
                return null;
            }
            if (entry != Entry.RETIRED) {
                return lane.route(entry);
            }
            lanes.remove(topic, lane);
        }
    }

    /** Returns the topics of which some record is under way for suspiciously long. */
    Set<String> stalled(long nowNanos) {
        Set<String> stalled = new TreeSet<>();
        lanes.forEach((topic, lane) -> {
            if (lane.isStalled(nowNanos)) {
                stalled.add(topic);
            }
        });
        return stalled;
    }

    /** Returns the topics in use; a copy. */
    Set<String> topics() {
        return Set.copyOf(lanes.keySet());
    }

    /** Forgets topics that were not written to for long. */
    void forgetIdle(long nowNanos) {
        lanes.values().removeIf(lane -> lane.retire(nowNanos));
    }

    /** Returns the partitions that hold records which only their leaders acknowledged. */
    List<TopicPartition> ledByOne() {
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicLane lane : lanes.values()) {
            LeaderAcks acks = lane.leaderAcks();
            if (acks != null) {
                partitions.addAll(acks.toLookAt());
            }
        }
        return partitions;
    }

    /**
     * Counts the records that are acknowledged and not visible, anew.
     *
     * @param watermarks the ends of partitions that consumers see
     * @return the counts that changed, by topic
     */
    Map<String, Long> invisible(Map<TopicPartition, Long> watermarks) {
        Map<String, Long> changed = new HashMap<>();
        lanes.forEach((topic, lane) -> {
            LeaderAcks acks = lane.leaderAcks();
            if (acks != null) {
                long count = acks.invisible(watermarks);
                if (lane.isNews(count)) {
                    changed.put(topic, count);
                }
            }
        });
        return changed;
    }

    /** Returns the topics that have records which are acknowledged and not visible, by the last count. */
    Set<String> withInvisible() {
        Set<String> topics = new TreeSet<>();
        lanes.forEach((topic, lane) -> {
            if (lane.hasInvisible()) {
                topics.add(topic);
            }
        });
        return topics;
    }

    private TopicLane of(String topic) {
        TopicLane known = lanes.get(topic);
        return known != null
                ? known
                : lanes.computeIfAbsent(topic, name -> new TopicLane(name, clients.all(), clients.leader()));
    }
}
