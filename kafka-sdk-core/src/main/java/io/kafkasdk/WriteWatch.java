package io.kafkasdk;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.RetryCause;
import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.producer.ProducerPool;
import io.kafkasdk.producer.RetriedRecords;
import io.kafkasdk.producer.SendListener;
import io.kafkasdk.transaction.TransactionPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Notices trouble of topics while they are written to, long before a send fails: records that are not acknowledged,
 * requests that are repeated, acknowledged records that consumers do not see. Kafka's client keeps all of that to itself;
 * the state of the topic tells why.
 *
 * <p><b>Threads:</b> for the monitor thread.
 */
final class WriteWatch {

    /** A partition without leader answers no sooner; all others take milliseconds. */
    private static final Duration WATERMARKS = Duration.ofSeconds(1);

    /** For the producers together. */
    private static final Duration ALL_WATERMARKS = Duration.ofSeconds(3);

    /** For each producer, however long those before it took. */
    private static final Duration LEAST = Duration.ofMillis(100);

    private final Writers writers;
    private final AcksGuard guard;
    private final Ends ends;
    private final SendListener listener;

    WriteWatch(Writers writers, AcksGuard guard, Ends ends, SendListener listener) {
        this.writers = writers;
        this.guard = guard;
        this.ends = ends;
        this.listener = listener;
    }

    /** Watches what these pools write. */
    static WriteWatch of(
            ProducerPool producers,
            TransactionPool transactions,
            AcksGuard guard,
            ClusterInspector inspector,
            SendListener listener) {
        return new WriteWatch(
                new Pools(producers, transactions),
                guard,
                (partitions, limit) -> inspector.endOffsets(partitions, IsolationLevel.READ_UNCOMMITTED, limit),
                listener);
    }

    /** What is known about the records of this application that are under way. */
    interface Writers {

        Set<String> stalledTopics();

        Set<String> countInvisible(Function<Collection<TopicPartition>, Map<TopicPartition, Long>> watermarks);

        List<RetriedRecords> retries();
    }

    private record Pools(ProducerPool producers, TransactionPool transactions) implements Writers {

        @Override
        public Set<String> stalledTopics() {
            Set<String> stalled = new HashSet<>(producers.stalledTopics());
            stalled.addAll(transactions.stalledTopics());
            return stalled;
        }

        @Override
        public Set<String> countInvisible(Function<Collection<TopicPartition>, Map<TopicPartition, Long>> watermarks) {
            return producers.countInvisible(watermarks);
        }

        @Override
        public List<RetriedRecords> retries() {
            List<RetriedRecords> retried = new ArrayList<>(producers.retries());
            retried.addAll(transactions.retries());
            return retried;
        }
    }

    /** Asks the cluster for the ends of partitions; blocks up to the limit. */
    interface Ends {

        Map<TopicPartition, Long> of(Collection<TopicPartition> partitions, Duration limit);
    }

    /**
     * Looks at the topics that give reason to; blocks some seconds at the longest. The stalled come first: they need no
     * answer about any partition, and trouble with one must not keep the others from being noticed.
     */
    void look() {
        Set<String> stalled = new HashSet<>(writers.stalledTopics());
        // Where there is none, the guard looks again at those that were in trouble before.
        guard.observeStalled(stalled);
        Deadline deadline = Deadline.in(ALL_WATERMARKS);
        Set<String> hidden =
                new HashSet<>(writers.countInvisible(partitions -> ends.of(partitions, limit(deadline.remaining()))));
        hidden.removeAll(stalled);
        if (!hidden.isEmpty()) {
            guard.observeStalled(hidden);
        }
        List<RetriedRecords> retries = writers.retries();
        Set<String> retried = retries.stream().map(RetriedRecords::topic).collect(Collectors.toSet());
        retried.removeAll(stalled);
        retried.removeAll(hidden);
        if (!retried.isEmpty()) {
            guard.observe(retried, ClusterInspector.LONGEST_CALL);
        }
        retries.forEach(this::tell);
    }

    /** Behind the look at the topic: the client does not say why it repeated the request. */
    private void tell(RetriedRecords retried) {
        RetryCause cause = guard.retryCause(retried.topic(), retried.durability());
        listener.retried(retried.clientId(), retried.topic(), retried.records(), cause);
    }

    private static Duration limit(Duration left) {
        if (left.compareTo(WATERMARKS) > 0) {
            return WATERMARKS;
        }
        return left.compareTo(LEAST) < 0 ? LEAST : left;
    }
}
