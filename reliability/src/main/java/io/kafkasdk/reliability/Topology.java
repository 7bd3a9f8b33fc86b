package io.kafkasdk.reliability;

import io.kafkasdk.reliability.report.Side;
import io.kafkasdk.test.guarantee.GroupDuty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The topics of a run and the groups that read them.
 *
 * @param groups of the SDK and of the plain client
 */
record Topology(List<Group> groups) {

    /** The topic with most records, read by the SDK. */
    static final String MAIN = "main";
    /** The topic that a user may write to until the right is taken away. */
    static final String GUARDED = "guarded";
    /** The topic that gets more partitions, and is deleted and created again. */
    static final String CHANGING = "changing";
    /** The topic whose records are removed before all groups have read them. */
    static final String RETENTION = "retention";
    /** The topic of the plain client. */
    static final String PLAIN = Side.PLAIN_PREFIX;

    private static final String DEAD_LETTERS = ".dlt";

    Topology {
        groups = List.copyOf(groups);
    }

    /**
     * A consumer group.
     *
     * @param protocol {@code classic} or {@code consumer}
     * @param deadLetterTopic none for the plain client
     */
    record Group(String name, String protocol, String topic, Optional<String> deadLetterTopic) {

        GroupDuty duty() {
            return new GroupDuty(name, Set.of(topic), deadLetterTopic);
        }

        boolean isOf(Side side) {
            return side.has(name);
        }
    }

    /**
     * Main and the plain topic have a group of each protocol; the other topics have one group, by the protocols in turn.
     *
     * @param seed which protocol comes first
     */
    static Topology of(GroupProtocols protocols, long seed) {
        List<Group> groups = new ArrayList<>();
        for (String protocol : protocols.names()) {
            groups.add(ofSdk(MAIN, protocol));
        }
        int turn = (int) Math.floorMod(seed, 2L);
        for (String topic : List.of(GUARDED, CHANGING, RETENTION)) {
            groups.add(ofSdk(topic, protocols.inTurn(turn++)));
        }
        for (String protocol : protocols.names()) {
            groups.add(new Group(PLAIN + "-" + protocol, protocol, PLAIN, Optional.empty()));
        }
        return new Topology(groups);
    }

    private static Group ofSdk(String topic, String protocol) {
        String name = topic + "-" + protocol;
        return new Group(name, protocol, topic, Optional.of(name + DEAD_LETTERS));
    }

    List<Group> groups(Side side) {
        return groups.stream().filter(group -> group.isOf(side)).toList();
    }

    List<GroupDuty> duties(Side side) {
        return groups(side).stream().map(Group::duty).toList();
    }

    List<GroupDuty> duties() {
        return groups.stream().map(Group::duty).toList();
    }

    List<String> deadLetterTopics() {
        return groups.stream()
                .flatMap(group -> group.deadLetterTopic().stream())
                .toList();
    }

    /** Returns all topics that records are in. */
    List<String> topics() {
        List<String> topics = new ArrayList<>(List.of(MAIN, GUARDED, CHANGING, RETENTION, PLAIN));
        topics.addAll(deadLetterTopics());
        return topics;
    }
}
