package io.kafkasdk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.cluster.GroupSnapshot;
import io.kafkasdk.cluster.GroupSnapshot.Offsets;
import io.kafkasdk.cluster.GroupSnapshot.Owner;
import io.kafkasdk.cluster.Groups;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupMetersTest {

    private static final Owner OWNED = new Owner.Member("app.payments");
    private static final Owner NOBODY = new Owner.Nobody();
    private static final GroupSnapshot PAYMENTS =
            Groups.known("payments", 2, Groups.topic("orders", 90, 100, NOBODY), Groups.topic("refunds", 5, 5, OWNED));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final KafkaSdkMetrics metrics = new KafkaSdkMetrics(registry, "main", MetricsOptions.DEFAULT, List::of);

    @Test
    void aGroupHasMembersAndItsTopicsHaveLagAndUnownedPartitions() {
        metrics.groupsSeen(List.of(PAYMENTS));
        assertThat(members("payments")).isEqualTo(2);
        assertThat(value("kafka.sdk.group.lag", "orders")).isEqualTo(10);
        assertThat(value("kafka.sdk.group.partitions.unowned", "orders")).isEqualTo(1);
        assertThat(value("kafka.sdk.group.lag", "refunds")).isZero();
        assertThat(value("kafka.sdk.group.partitions.unowned", "refunds")).isZero();
    }

    @Test
    void theValuesAreThoseOfTheLastLook() {
        metrics.groupsSeen(List.of(PAYMENTS));
        metrics.groupsSeen(List.of(Groups.known("payments", 1, Groups.topic("orders", 90, 500, OWNED))));
        assertThat(members("payments")).isEqualTo(1);
        assertThat(value("kafka.sdk.group.lag", "orders")).isEqualTo(410);
        assertThat(registry.find("kafka.sdk.group.lag").tag("topic", "refunds").gauge())
                .as("the group does not read it any more")
                .isNull();
    }

    @Test
    void whatIsUnknownIsNotANumberAndNeverZero() {
        Diagnosis why = new Diagnosis(ErrorKind.UNAUTHORIZED, "what", "why", "cure");
        metrics.groupsSeen(List.of(Groups.unknown("payments", why, "orders")));
        assertThat(members("payments")).isNaN();
        assertThat(value("kafka.sdk.group.lag", "orders")).isNaN();
        assertThat(value("kafka.sdk.group.partitions.unowned", "orders")).isNaN();
    }

    @Test
    void theSeriesOfAGroupThatIsToldElsewhereGo() {
        metrics.groupsSeen(List.of(PAYMENTS, Groups.known("audit", 1)));
        metrics.groupsSeen(List.of(Groups.known("audit", 1)));
        assertThat(registry.getMeters()).hasSize(1);
        assertThat(members("audit")).isEqualTo(1);
        metrics.groupsSeen(List.of());
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void topicsBeyondTheCapShareOneSeriesOfTheirSum() {
        for (int i = 0; i < 200; i++) {
            metrics.groupsSeen(List.of(Groups.known("audit", 1, Groups.topic("topic-" + i, 0, 0, OWNED))));
        }
        metrics.groupsSeen(List.of(Groups.known(
                "payments", 1, Groups.topic("orders", 90, 100, NOBODY), Groups.topic("refunds", 0, 7, NOBODY))));
        assertThat(value("kafka.sdk.group.lag", "_other")).isEqualTo(17);
        assertThat(value("kafka.sdk.group.partitions.unowned", "_other")).isEqualTo(2);
        metrics.groupsSeen(List.of(Groups.known(
                "payments",
                1,
                Groups.topic("orders", 90, 100, NOBODY),
                Groups.topic("refunds", 0, 7, NOBODY),
                Groups.topic("unknown", Offsets.UNKNOWN, 7, NOBODY))));
        assertThat(value("kafka.sdk.group.lag", "_other"))
                .as("one of them is not known")
                .isNaN();
        assertThat(value("kafka.sdk.group.partitions.unowned", "_other")).isEqualTo(3);
    }

    @Test
    void theLagOfATopicIsNotKnownWhileThatOfOnePartitionIsNot() {
        GroupSnapshot.GroupTopic orders = Groups.topic("orders", 90, 100, OWNED);
        GroupSnapshot.GroupTopic unknown = Groups.topic("orders", Offsets.UNKNOWN, 7, OWNED);
        List<GroupSnapshot.GroupPartition> both = new ArrayList<>(orders.partitions());
        both.addAll(unknown.partitions());
        metrics.groupsSeen(List.of(Groups.known("payments", 1, new GroupSnapshot.GroupTopic("orders", both))));
        assertThat(value("kafka.sdk.group.lag", "orders")).isNaN();
        assertThat(value("kafka.sdk.group.partitions.unowned", "orders")).isZero();
    }

    private double members(String group) {
        return registry.get("kafka.sdk.group.members")
                .tags("consumergroup", group, "cluster", "main")
                .gauge()
                .value();
    }

    private double value(String name, String topic) {
        return registry.get(name)
                .tags("consumergroup", "payments", "topic", topic)
                .gauge()
                .value();
    }
}
