package io.kafkasdk.consumer;

import io.kafkasdk.cluster.AccessCures;
import io.kafkasdk.cluster.CallListener;
import io.kafkasdk.cluster.GroupInspector;
import io.kafkasdk.cluster.GroupQuestion;
import io.kafkasdk.cluster.GroupSnapshot;
import io.kafkasdk.cluster.GroupSnapshot.GroupTopic;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.StartPosition;
import io.kafkasdk.test.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;

/** What the brokers say of the group of a {@link GroupBench} now. */
final class GroupLookup {

    private final GroupInspector inspector;
    private final GroupBench bench;

    GroupLookup(KafkaCluster cluster, GroupBench bench) {
        this.inspector = new GroupInspector(
                cluster::admin,
                new AccessCures(ClusterSettings.of(cluster.bootstrapServers()).security()),
                CallListener.NONE);
        this.bench = bench;
    }

    GroupSnapshot now() {
        return now(IsolationLevel.READ_COMMITTED);
    }

    GroupSnapshot now(IsolationLevel isolation) {
        GroupQuestion question = new GroupQuestion(bench.group, Set.of(bench.topic), StartPosition.EARLIEST, isolation);
        return inspector.look(List.of(question), Duration.ofSeconds(30)).get(0);
    }

    GroupTopic topic() {
        return now().topic(bench.topic).orElseThrow(() -> new AssertionError("Nothing is known of " + bench.topic));
    }
}
