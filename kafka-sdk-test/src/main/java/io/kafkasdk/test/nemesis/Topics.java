package io.kafkasdk.test.nemesis;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/** What topics are, asked of the brokers. */
final class Topics {
    private final Admin admin;

    Topics(Admin admin) {
        this.admin = admin;
    }

    /** A partition with its broker. */
    record Leader(String topic, int partition, int broker) {}

    /** The partitions of some topics that have a leader, in the order of topics and partitions. */
    List<Leader> leaders(Collection<String> topics) {
        return Answer.of(
                        "describe topics " + topics,
                        admin.describeTopics(topics).allTopicNames())
                .values()
                .stream()
                .sorted(Comparator.comparing(TopicDescription::name))
                .flatMap(topic -> topic.partitions().stream()
                        .filter(partition -> partition.leader() != null)
                        .map(partition -> new Leader(
                                topic.name(),
                                partition.partition(),
                                partition.leader().id())))
                .toList();
    }

    List<TopicPartitionInfo> partitions(String topic) {
        return Objects.requireNonNull(Answer.of(
                                "describe topic " + topic,
                                admin.describeTopics(List.of(topic)).allTopicNames())
                        .get(topic))
                .partitions();
    }

    /** The configuration that the topic has of its own. */
    Map<String, String> ownConfig(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> own = new HashMap<>();
        Objects.requireNonNull(Answer.of(
                                "read the configuration of topic " + topic,
                                admin.describeConfigs(List.of(resource)).all())
                        .get(resource))
                .entries()
                .stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .forEach(entry -> own.put(entry.name(), entry.value()));
        return own;
    }

    void alter(String topic, ConfigEntry entry, AlterConfigOp.OpType change) {
        Answer.of(
                "change " + entry.name() + " of topic " + topic,
                admin.incrementalAlterConfigs(Map.of(
                                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                                List.of(new AlterConfigOp(entry, change))))
                        .all());
    }
}
