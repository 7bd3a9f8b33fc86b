package io.kafkasdk.test.nemesis;

import io.kafkasdk.test.Broker;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.ListTopicsOptions;

/** Finds what a step hits, in the cluster as it is when the fault begins. */
final class Targets {
    private static final String OFFSETS = "__consumer_offsets";

    private final Arena arena;
    private final Topics topics;

    Targets(Arena arena) {
        this.arena = arena;
        this.topics = new Topics(arena.cluster().admin());
    }

    /** A broker, and why it is that one. */
    record Hit(Broker broker, String why) {
        String text() {
            return "broker " + broker.id() + ", " + why;
        }
    }

    /** A member, with its group. */
    record Member(String group, TargetProcess process) {
        String text() {
            return process.name() + " of group " + group;
        }
    }

    Hit broker(FaultStep step) {
        return switch (step.aim()) {
            case LEADER -> leader(step.luck());
            case COORDINATOR -> coordinator(step.luck());
            case CONTROLLER ->
                hit(
                        Answer.of(
                                        "ask who leads the controllers",
                                        arena.cluster()
                                                .admin()
                                                .describeMetadataQuorum()
                                                .quorumInfo())
                                .leaderId(),
                        "leader of the controllers");
            case ANY -> any(step.luck());
        };
    }

    Member member(FaultStep step) {
        List<Member> all = arena.groups().stream()
                .flatMap(group -> arena.members(group).stream().map(process -> new Member(group, process)))
                .toList();
        Member member = all.get(step.luck() % all.size());
        if (!member.process().isRunning()) {
            throw new NemesisException("Member " + member.text() + " is to be hit by "
                    + step.kind().label()
                    + " but does not run; it ended by itself or was stopped by others, see its log");
        }
        return member;
    }

    /** One of the groups that have at least two members. */
    String crowd(FaultStep step) {
        List<String> crowds = arena.groups().stream()
                .filter(group -> arena.members(group).size() > 1)
                .toList();
        return crowds.get(step.luck() % crowds.size());
    }

    private Hit leader(int luck) {
        List<Topics.Leader> leaders = topics.leaders(arena.topics());
        if (leaders.isEmpty()) {
            return any(luck);
        }
        Topics.Leader chosen = leaders.get(luck % leaders.size());
        return hit(chosen.broker(), "leader of " + chosen.topic() + "-" + chosen.partition());
    }

    private Hit coordinator(int luck) {
        Set<String> known = Answer.of(
                "list the topics",
                arena.cluster()
                        .admin()
                        .listTopics(new ListTopicsOptions().listInternal(true))
                        .names());
        if (arena.groups().isEmpty() || !known.contains(OFFSETS)) {
            return leader(luck);
        }
        String group = arena.groups().get(luck % arena.groups().size());
        List<Topics.Leader> leaders = topics.leaders(List.of(OFFSETS));
        // Kafka's own rule, the sign bit dropped: it also holds for a group that has no member at the moment.
        Topics.Leader coordinator = leaders.get((group.hashCode() & 0x7fffffff) % leaders.size());
        return hit(coordinator.broker(), "coordinator of " + group);
    }

    private Hit any(int luck) {
        List<Broker> brokers = arena.cluster().brokers();
        return new Hit(brokers.get(luck % brokers.size()), "any one");
    }

    private Hit hit(int id, String why) {
        return new Hit(arena.cluster().broker(id), why);
    }
}
