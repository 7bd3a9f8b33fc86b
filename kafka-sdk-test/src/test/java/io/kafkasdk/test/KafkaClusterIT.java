package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.Test;

@KafkaClusterTest(
        brokers = 3,
        properties = {"message.max.bytes=2000000", "log.retention.ms = 123456"},
        sharing = Sharing.JVM)
class KafkaClusterIT {
    @Test
    void threeBrokersAreUpEachWithARackOfItsOwn(KafkaCluster cluster) throws Exception {
        DescribeClusterResult described = cluster.admin().describeCluster();

        assertThat(described.nodes().get())
                .extracting(Node::id, Node::rack)
                .containsExactlyInAnyOrder(tuple(1, "rack-1"), tuple(2, "rack-2"), tuple(3, "rack-3"));
        assertThat(cluster.brokers()).allMatch(Broker::isRunning);
    }

    @Test
    void clientsReachTheBrokersAtTheBootstrapAddresses(KafkaCluster cluster) throws Exception {
        String nodes = cluster.admin().describeCluster().nodes().get().stream()
                .sorted(Comparator.comparingInt(Node::id))
                .map(node -> node.host() + ":" + node.port())
                .collect(Collectors.joining(","));

        assertThat(cluster.bootstrapServers()).isEqualTo(nodes);
        assertThat(cluster.brokers().stream().map(Broker::address).collect(Collectors.joining(",")))
                .isEqualTo(nodes);
    }

    @Test
    void aNewTopicHasLeadersAndAllReplicasInSyncOnEveryBroker(KafkaCluster cluster) throws Exception {
        cluster.createTopic("complete", 6, 3);

        for (Broker broker : cluster.brokers()) {
            int port = Integer.parseInt(broker.address().replace("localhost:", ""));
            BrokerView view = BrokerView.ofTopic(port, "complete").orElseThrow();
            assertThat(view.partitions()).hasSize(6);
            assertThat(view.partitions().values())
                    .allSatisfy(partition -> assertThat(partition.inSync()).containsExactlyInAnyOrder(1, 2, 3));
        }
        try (KafkaProducer<String, String> producer = TestClients.producer(cluster)) {
            producer.send(new ProducerRecord<>("complete", 0, "k", "v")).get();
        }
        assertThat(TestClients.read(cluster, "complete", 1)).containsExactly("v");
    }

    @Test
    void replicasAreWhereTheTestPutsThem(KafkaCluster cluster) throws Exception {
        cluster.createTopic("placed", Map.of(0, List.of(3, 1), 1, List.of(2, 3)), Map.of("min.insync.replicas", "2"));

        TopicDescription topic = cluster.admin()
                .describeTopics(List.of("placed"))
                .allTopicNames()
                .get()
                .get("placed");
        assertThat(topic.partitions().get(0).leader().id()).isEqualTo(3);
        assertThat(topic.partitions().get(0).replicas()).extracting(Node::id).containsExactly(3, 1);
        assertThat(topic.partitions().get(1).replicas()).extracting(Node::id).containsExactly(2, 3);
        assertThat(config(cluster, ConfigResource.Type.TOPIC, "placed", "min.insync.replicas"))
                .isEqualTo("2");
    }

    @Test
    void aRefusedTopicSaysWhichAndWhy(KafkaCluster cluster) {
        cluster.createTopic("twice", 1, 1);

        assertThatThrownBy(() -> cluster.createTopic("twice", 1, 1))
                .isInstanceOf(KafkaClusterException.class)
                .hasMessageContaining("Could not create topic twice")
                .hasCauseInstanceOf(TopicExistsException.class);
    }

    @Test
    void brokerPropertiesReachEveryBrokerAndTheKitsOwnStay(KafkaCluster cluster) throws Exception {
        for (Broker broker : cluster.brokers()) {
            String id = Integer.toString(broker.id());
            assertThat(config(cluster, ConfigResource.Type.BROKER, id, "message.max.bytes"))
                    .isEqualTo("2000000");
            assertThat(config(cluster, ConfigResource.Type.BROKER, id, "log.retention.ms"))
                    .isEqualTo("123456");
            assertThat(config(cluster, ConfigResource.Type.BROKER, id, "min.insync.replicas"))
                    .isEqualTo("2");
            assertThat(config(cluster, ConfigResource.Type.BROKER, id, "auto.create.topics.enable"))
                    .isEqualTo("false");
        }
    }

    @Test
    void eachBrokerHasALogInTheLogDirectory(KafkaCluster cluster) {
        for (Broker broker : cluster.brokers()) {
            assertThat(broker.log())
                    .isEqualTo(cluster.logDirectory().resolve("broker-" + broker.id() + ".log"))
                    .isNotEmptyFile();
        }
    }

    @Test
    void anUnknownBrokerIsRefusedWithTheRange(KafkaCluster cluster) {
        assertThatThrownBy(() -> cluster.broker(4)).hasMessageContaining("ids go from 1 to 3");
    }

    @Test
    void aLinkThatWasNotAskedForIsRefusedWithTheCure(KafkaCluster cluster) {
        assertThatThrownBy(() -> cluster.broker(1).link())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("withFaultyLinks()");
    }

    @Test
    void twoClustersLiveAtOnceAndCloseTwiceDeletesDataAndKeepsLogs(KafkaCluster other) throws Exception {
        KafkaCluster cluster = KafkaCluster.builder().brokers(1).start();
        try (cluster) {
            assertThat(cluster.admin().describeCluster().clusterId().get())
                    .isNotEqualTo(other.admin().describeCluster().clusterId().get());
        }
        cluster.close();

        assertThat(cluster.brokers()).noneMatch(Broker::isRunning);
        assertThatThrownBy(cluster.broker(1)::start).hasMessageContaining("its cluster is closed");
        assertThat(cluster.logDirectory().resolve("run")).doesNotExist();
        assertThat(cluster.logDirectory().resolve("broker-1.log")).isNotEmptyFile();
        assertThat(other.brokers()).allMatch(Broker::isRunning);
    }

    private static String config(KafkaCluster cluster, ConfigResource.Type type, String name, String key)
            throws Exception {
        ConfigResource resource = new ConfigResource(type, name);
        return cluster.admin()
                .describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(key)
                .value();
    }
}
