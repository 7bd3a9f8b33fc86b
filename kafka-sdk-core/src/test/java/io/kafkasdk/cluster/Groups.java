package io.kafkasdk.cluster;

import io.kafkasdk.cluster.GroupSnapshot.GroupPartition;
import io.kafkasdk.cluster.GroupSnapshot.GroupTopic;
import io.kafkasdk.cluster.GroupSnapshot.Membership;
import io.kafkasdk.cluster.GroupSnapshot.Offsets;
import io.kafkasdk.cluster.GroupSnapshot.Owner;
import io.kafkasdk.error.Diagnosis;
import java.util.List;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;

/** Hand-made views of groups. */
public final class Groups {

    private Groups() {}

    /** A group with members and topics of which all is known. */
    public static GroupSnapshot known(String group, int members, GroupTopic... topics) {
        return new GroupSnapshot(
                group, new Membership(GroupType.CONSUMER, GroupState.STABLE, members), List.of(topics), List.of());
    }

    /** A group of which nothing is known. */
    public static GroupSnapshot unknown(String group, Diagnosis why, String... topics) {
        return new GroupSnapshot(
                group,
                Membership.UNKNOWN,
                List.of(topics).stream()
                        .map(topic -> new GroupTopic(topic, List.of()))
                        .toList(),
                List.of(why));
    }

    /** A topic with one partition. */
    public static GroupTopic topic(String topic, long committed, long end, Owner owner) {
        return new GroupTopic(topic, List.of(new GroupPartition(0, new Offsets(committed, committed, 0, end), owner)));
    }
}
