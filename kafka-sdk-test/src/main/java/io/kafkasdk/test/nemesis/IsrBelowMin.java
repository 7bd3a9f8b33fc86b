package io.kafkasdk.test.nemesis;

import io.kafkasdk.test.Broker;
import io.kafkasdk.test.KafkaCluster;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * A topic demands all of its replicas in sync, and one of them is stopped. With three combined nodes this is the way to it:
 * two stopped brokers would also be two of three controllers, and the cluster would stand still.
 */
final class IsrBelowMin implements Fault {
    private static final String MIN_IN_SYNC = "min.insync.replicas";
    private static final String INHERITED = "";

    private final KafkaCluster cluster;
    private final Topics topics;
    private final String topic;
    private final int luck;
    private @Nullable String before;
    private @Nullable Broker stopped;

    IsrBelowMin(KafkaCluster cluster, String topic, int luck) {
        this.cluster = cluster;
        this.topics = new Topics(cluster.admin());
        this.topic = topic;
        this.luck = luck;
    }

    @Override
    public FaultKind kind() {
        return FaultKind.ISR_BELOW_MIN;
    }

    @Override
    public String target() {
        return "topic " + topic;
    }

    @Override
    public void begin() {
        List<TopicPartitionInfo> partitions = topics.partitions(topic);
        TopicPartitionInfo chosen = partitions.get(luck % partitions.size());
        before = Objects.requireNonNullElse(topics.ownConfig(topic).get(MIN_IN_SYNC), INHERITED);
        String all = Integer.toString(chosen.replicas().size());
        topics.alter(topic, new ConfigEntry(MIN_IN_SYNC, all), OpType.SET);
        Broker replica = cluster.broker(
                chosen.replicas().get(luck % chosen.replicas().size()).id());
        stopped = replica;
        replica.stop();
    }

    @Override
    public void heal() {
        if (stopped != null && !stopped.isRunning()) {
            stopped.start();
        }
        if (before != null) {
            topics.alter(topic, new ConfigEntry(MIN_IN_SYNC, before), before.isEmpty() ? OpType.DELETE : OpType.SET);
        }
    }
}
