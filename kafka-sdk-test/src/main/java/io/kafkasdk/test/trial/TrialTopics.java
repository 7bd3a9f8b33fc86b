package io.kafkasdk.test.trial;

import io.kafkasdk.test.Broker;
import io.kafkasdk.test.KafkaCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * The names of one trial, and where its topics are: one broker leads the dead letter topic and nothing else of the trial, so
 * that it can be slow without being in the way of the rest.
 */
record TrialTopics(String bootstrapServers, String source, String group, int deadLetterLeader) {

    private static final String COMMITS = "__consumer_offsets";
    private static final Map<String, String> SAFE = Map.of("min.insync.replicas", "2");

    String deadLetters() {
        return source + "." + group + ".dlt";
    }

    static TrialTopics create(KafkaCluster cluster, String name, int partitions)
            throws ExecutionException, InterruptedException {
        List<Integer> brokers =
                new ArrayList<>(cluster.brokers().stream().map(Broker::id).toList());
        if (brokers.size() < 3) {
            throw new IllegalStateException("A trial needs three brokers, this cluster has " + brokers.size()
                    + ": give @KafkaClusterTest(brokers = 3), or none for a cluster of the trial's own");
        }
        String group = name + "-group";
        Integer coordinator = coordinator(cluster, group);
        brokers.remove(coordinator);
        int last = brokers.remove(brokers.size() - 1);
        brokers.add(coordinator);
        TrialTopics topics = new TrialTopics(cluster.bootstrapServers(), name, group, last);
        Map<Integer, List<Integer>> sourceReplicas = new HashMap<>();
        Map<Integer, List<Integer>> deadLetterReplicas = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            int first = brokers.get(partition % brokers.size());
            int second = brokers.get((partition + 1) % brokers.size());
            sourceReplicas.put(partition, List.of(first, second, last));
            deadLetterReplicas.put(partition, List.of(last, first, second));
        }
        cluster.createTopic(topics.source(), sourceReplicas, SAFE);
        cluster.createTopic(topics.deadLetters(), deadLetterReplicas, SAFE);
        return topics;
    }

    /** The partitions of a topic with their leaders of now. */
    static List<TopicPartitionInfo> partitions(KafkaCluster cluster, String topic)
            throws ExecutionException, InterruptedException {
        TopicDescription description = cluster.admin()
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic);
        return Objects.requireNonNull(description).partitions();
    }

    /** Brokers keep the commits of a group in the partition that its name hashes to; its leader coordinates the group. */
    private static Integer coordinator(KafkaCluster cluster, String group)
            throws ExecutionException, InterruptedException {
        // makes the topic where it is not there yet
        cluster.admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        List<TopicPartitionInfo> partitions = partitions(cluster, COMMITS);
        int hash = group.hashCode();
        int place = hash == Integer.MIN_VALUE ? 0 : Math.abs(hash) % partitions.size();
        return partitions.get(place).leader().id();
    }
}
