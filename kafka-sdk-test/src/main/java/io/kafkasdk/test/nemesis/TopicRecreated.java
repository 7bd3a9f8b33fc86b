package io.kafkasdk.test.nemesis;

import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterException;
import io.kafkasdk.test.ledger.FaultLog;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** A topic is gone for a while, with all its records, and comes back empty. */
final class TopicRecreated implements Fault {
    /** For clients to write down the last acknowledgements of the topic that is gone. */
    private static final int SETTLE_S = 1;

    private final KafkaCluster cluster;
    private final String topic;
    private final FaultLog log;
    private @Nullable Shape shape;
    private boolean isGone;

    TopicRecreated(KafkaCluster cluster, String topic, FaultLog log) {
        this.cluster = cluster;
        this.topic = topic;
        this.log = log;
    }

    /** How the topic was, and shall be again. */
    private record Shape(int partitions, int replicas, Map<String, String> config) {}

    @Override
    public FaultKind kind() {
        return FaultKind.TOPIC_RECREATED;
    }

    @Override
    public String target() {
        return "topic " + topic;
    }

    @Override
    public void begin() {
        Topics topics = new Topics(cluster.admin());
        var partitions = topics.partitions(topic);
        shape = new Shape(partitions.size(), partitions.get(0).replicas().size(), topics.ownConfig(topic));
        remove();
    }

    @Override
    public void heal() {
        if (shape == null) {
            return;
        }
        if (!isGone) {
            remove();
        }
        cluster.createTopic(topic, shape.partitions(), shape.replicas(), shape.config());
        shape = null;
    }

    /**
     * The removal is written down when no broker knows the topic any more: until then one could acknowledge a record that is
     * gone too, and what is sent after that can only land in the topic's next life.
     */
    private void remove() {
        delete();
        settle();
        log.deleted(topic);
        isGone = true;
    }

    /** Also when begin() asked for it already and was interrupted before it was done. */
    private void delete() {
        try {
            cluster.deleteTopic(topic);
        } catch (KafkaClusterException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
    }

    private void settle() {
        try {
            TimeUnit.SECONDS.sleep(SETTLE_S);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NemesisException("Interrupted while topic " + topic + " was deleted", e);
        }
    }
}
