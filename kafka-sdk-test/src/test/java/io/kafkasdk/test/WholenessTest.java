package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Test;

class WholenessTest {
    private static final Node ONE = new Node(1, "localhost", 1);
    private static final Node TWO = new Node(2, "localhost", 2);

    @Test
    void aTopicWhoseReplicasAreAllInSyncIsWhole() {
        assertThat(Wholeness.behind(topic(partition(ONE, ONE, TWO), partition(TWO, TWO, ONE))))
                .isEmpty();
    }

    @Test
    void aReplicaThatIsNotInSyncIsNamedWithItsPartition() {
        assertThat(Wholeness.behind(topic(partition(ONE, ONE, TWO), partition(ONE, ONE))))
                .containsExactly("partition orders-1 has leader 1 and in sync [1] of [1, 2]");
    }

    @Test
    void aPartitionWithoutALeaderIsNotWhole() {
        assertThat(Wholeness.behind(topic(partition(null, ONE, TWO))))
                .singleElement()
                .asString()
                .contains("orders-0 has leader none");
        assertThat(Wholeness.behind(topic(partition(Node.noNode(), ONE, TWO)))).hasSize(1);
    }

    private static TopicDescription topic(TopicPartitionInfo... partitions) {
        return new TopicDescription(
                "orders",
                false,
                IntStream.range(0, partitions.length)
                        .mapToObj(i -> new TopicPartitionInfo(
                                i, partitions[i].leader(), partitions[i].replicas(), partitions[i].isr()))
                        .toList());
    }

    private static TopicPartitionInfo partition(Node leader, Node... inSync) {
        return new TopicPartitionInfo(0, leader, List.of(ONE, TWO), Arrays.asList(inSync));
    }
}
