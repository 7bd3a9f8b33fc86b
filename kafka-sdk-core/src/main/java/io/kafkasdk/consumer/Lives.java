package io.kafkasdk.consumer;

import io.kafkasdk.cluster.TopicIdentities;
import io.kafkasdk.internal.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which life a topic is in: deleted and made anew under its name, it is in another one. A life is a number made of the
 * ids of topic (KIP-516) and cluster, short enough for every commit; two lives of a topic have the same one once in a
 * million times. {@link #UNKNOWN} where nobody says, which is never taken for another life.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class Lives {

    static final int UNKNOWN = 0;

    /** The lower bits are of the topic, the others of the cluster. */
    private static final int TOPIC_BITS = 20;

    private static final int TOPIC = (1 << TOPIC_BITS) - 1;

    private static final Logger log = LoggerFactory.getLogger(Lives.class);

    /** After a question without an answer nobody is waited for: the partitions come first. */
    private static final Duration REST = Duration.ofSeconds(10);

    private final TopicLives cluster;
    private final Duration patience;
    private final LongSupplier nanoClock;
    private final Map<String, Integer> last = new HashMap<>();
    private final Set<String> madeAnew = new HashSet<>();
    private Deadline rest;

    /**
     * Knows nothing yet.
     *
     * @param cluster knows the ids of topics
     * @param patience the longest time to block
     * @param nanoClock monotonic time in nanoseconds
     */
    Lives(TopicLives cluster, Duration patience, LongSupplier nanoClock) {
        this.cluster = cluster;
        this.patience = patience;
        this.nanoClock = nanoClock;
        this.rest = Deadline.in(Duration.ZERO, nanoClock);
    }

    /**
     * Returns the life that a topic with this id is in.
     *
     * @param cluster the id of the cluster, empty when not known
     */
    static int of(String cluster, Uuid id) {
        if (id.equals(Uuid.ZERO_UUID)) {
            return UNKNOWN;
        }
        int topic = Long.hashCode(id.getMostSignificantBits() ^ Long.rotateLeft(id.getLeastSignificantBits(), 1));
        int folded = (topic ^ topic >>> TOPIC_BITS) & TOPIC;
        return clusterOf(cluster) << TOPIC_BITS | (folded == 0 ? 1 : folded);
    }

    private static int clusterOf(String cluster) {
        int hash = cluster.hashCode() * 0x9E3779B9;
        return cluster.isEmpty() ? 0 : Math.max(1, hash >>> TOPIC_BITS);
    }

    /**
     * Returns whether these are two lives of a topic for certain. Commits that were copied from another cluster say nothing
     * about lives: there the topic has another id.
     */
    static boolean differ(int one, int other) {
        return one != UNKNOWN && other != UNKNOWN && one >>> TOPIC_BITS == other >>> TOPIC_BITS && one != other;
    }

    /** Begins to ask, and does not wait. */
    CompletableFuture<TopicIdentities> ask(Collection<OwnedPartition> owners) {
        Set<String> topics =
                owners.stream().map(owner -> owner.partition().topic()).collect(Collectors.toSet());
        try {
            return cluster.ask(topics).toCompletableFuture();
        } catch (RuntimeException noClient) {
            // The SDK is closing, or no address of the cluster can be resolved: no reason to end a consumer.
            return CompletableFuture.failedFuture(noClient);
        }
    }

    /**
     * Returns the lives that topics are in, by name, as far as the cluster says. Blocks up to the patience, and not at all
     * when the last question was in vain just now.
     */
    Map<String, Integer> await(CompletableFuture<TopicIdentities> answer) {
        if (!answer.isDone() && !rest.hasPassed()) {
            return Map.of();
        }
        try {
            return learn(answer.get(patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.debug("The cluster does not say which ids its topics have", e);
            rest = Deadline.in(REST, nanoClock);
        }
        return Map.of();
    }

    private Map<String, Integer> learn(TopicIdentities now) {
        Map<String, Integer> lives = new HashMap<>();
        now.ids().forEach((topic, id) -> {
            int life = of(now.cluster(), id);
            lives.put(topic, life);
            Integer before = last.put(topic, life);
            if (before != null && differ(before, life)) {
                madeAnew.add(topic);
            }
        });
        return lives;
    }

    /** Returns whether a topic was made anew since this member first asked about it. */
    boolean wasMadeAnew(String topic) {
        return madeAnew.contains(topic);
    }
}
