package io.kafkasdk.consumer;

import static io.kafkasdk.consumer.MockMember.P0;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"deprecation", "removal"}) // the constructors of ConsumerGroupMetadata: there are no others
class ClusterLookTest {

    private static final Duration FOUR_SECONDS = Duration.ofSeconds(4);
    private static final Node LEADER = new Node(1, "localhost", 9092);

    private final ManualClock clock = new ManualClock();
    private final Assignment assignment = new Assignment();
    private double connections = 1;
    private double heartbeat = 1;
    private int generation = 5;
    private boolean answersSlowly;
    private final MockConsumer<byte[], byte[]> client = new MockConsumer<>("earliest") {
        @Override
        public synchronized Map<MetricName, ? extends Metric> metrics() {
            Map<MetricName, Metric> metrics = new HashMap<>();
            put(metrics, new MetricName("connection-count", "consumer-metrics", "", Map.of()), connections);
            put(
                    metrics,
                    new MetricName("last-heartbeat-seconds-ago", "consumer-coordinator-metrics", "", Map.of()),
                    heartbeat);
            return metrics;
        }

        @Override
        public ConsumerGroupMetadata groupMetadata() {
            return new ConsumerGroupMetadata("payments", generation, "m", java.util.Optional.empty());
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
            if (answersSlowly) {
                clock.advance(timeout);
            }
            return topic.equals("there") ? List.of(info(0, LEADER), info(1, Node.noNode()), info(2, null)) : List.of();
        }
    };
    private final ClusterLook look = new ClusterLook(List.of("there", "orders", "ordres"), client, clock);

    private static PartitionInfo info(int partition, Node leader) {
        return new PartitionInfo("there", partition, leader, null, null);
    }

    private static void put(Map<MetricName, Metric> metrics, MetricName name, double value) {
        metrics.put(name, new Metric() {
            @Override
            public MetricName metricName() {
                return name;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }

    @Test
    void namesTopicsThatDoNotExistAndNotThoseThatAreHere() {
        assignment.add(P0);
        assertThat(look.look(assignment).missingTopics())
                .as("not before the first look is due")
                .isEmpty();
        clock.advance(FOUR_SECONDS);
        assertThat(look.look(assignment).missingTopics()).containsExactly("ordres");
    }

    @Test
    void saysWithinTenSecondsThatNoBrokerCanBeReachedAndThenNothingOfTopics() {
        connections = 0;
        clock.advance(FOUR_SECONDS);
        assertThat(look.look(assignment).unreachable())
                .as("connecting takes a moment")
                .isFalse();
        assertThat(look.reach()).isEqualTo(Stillness.Reach.DISCONNECTED);
        clock.advance(FOUR_SECONDS);
        assertThat(look.look(assignment).unreachable()).isTrue();
        assertThat(look.look(assignment).missingTopics()).isEmpty();
        connections = 1;
        clock.advance(FOUR_SECONDS);
        assertThat(look.look(assignment).unreachable()).isFalse();
    }

    @Test
    void aLookTakesNoMoreThanASecondHoweverManyTopicsAreMissing() {
        answersSlowly = true;
        clock.advance(FOUR_SECONDS);
        long before = clock.getAsLong();
        look.look(assignment);
        assertThat(Duration.ofNanos(clock.getAsLong() - before)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aMemberWithAGenerationThatSendsHeartbeatsIsSettled() {
        assertThat(look.isSettled()).isTrue();
        heartbeat = 31;
        assertThat(look.isSettled()).as("waits for others to join").isFalse();
        heartbeat = 1;
        generation = -1;
        assertThat(look.isSettled()).as("never joined").isFalse();
    }

    @Test
    void knowsAPartitionWithoutLeader() {
        assertThat(look.isLeaderless(new TopicPartition("there", 0))).isFalse();
        assertThat(look.isLeaderless(new TopicPartition("there", 1))).isTrue();
        assertThat(look.isLeaderless(new TopicPartition("there", 2))).isTrue();
        assertThat(look.isLeaderless(new TopicPartition("unknown", 0))).isFalse();
    }
}
