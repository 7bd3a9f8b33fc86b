package io.kafkasdk;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.cluster.ClusterInspector;
import io.kafkasdk.producer.ProducerPool;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;

/**
 * Notices trouble of topics while they are written to, long before a send fails: records that are not acknowledged,
 * requests that are repeated, acknowledged records that consumers do not see. Kafka's client keeps all of that to itself;
 * the state of the topic tells why.
 *
 * <p><b>Threads:</b> for the monitor thread.
 */
final class WriteWatch {

    private final ProducerPool producers;
    private final AcksGuard guard;
    private final ClusterInspector inspector;

    WriteWatch(ProducerPool producers, AcksGuard guard, ClusterInspector inspector) {
        this.producers = producers;
        this.guard = guard;
        this.inspector = inspector;
    }

    /** Looks at the topics that give reason to; blocks some seconds at the longest. */
    void look() {
        producers.replaceLostClients();
        Set<String> stalled = new HashSet<>(producers.stalledTopics());
        stalled.addAll(producers.countInvisible(
                partitions -> inspector.endOffsets(partitions, IsolationLevel.READ_UNCOMMITTED)));
        // Where there is none, the guard looks again at those that were in trouble before.
        guard.observeStalled(stalled);
        Set<String> retried = producers.retriedTopics();
        retried.removeAll(stalled);
        if (!retried.isEmpty()) {
            guard.observe(retried, ClusterInspector.LONGEST_CALL);
        }
    }
}
