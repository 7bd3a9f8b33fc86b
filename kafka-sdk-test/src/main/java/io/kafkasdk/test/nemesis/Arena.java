package io.kafkasdk.test.nemesis;

import io.kafkasdk.test.Broker;
import io.kafkasdk.test.KafkaCluster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Nemesis} may break. What is not named here stays whole, except that faults of brokers hit all topics.
 *
 * <pre>{@code
 * Arena arena = Arena.of(cluster)
 *         .topics("orders")
 *         .members("billing", members)
 *         .strictTopic("ledger")
 *         .build();
 * FaultPlan plan = FaultPlan.of(seed, arena.possible(), 3, FaultTimes.standard());
 * }</pre>
 *
 * <p><b>Threads</b>: immutable.
 */
public final class Arena {
    private final KafkaCluster cluster;
    private final List<String> topics;
    private final Map<String, List<TargetProcess>> groups;
    private final List<ClientQuotaEntity> limited;
    private final long quotaBytesPerSecond;
    private final @Nullable Guarded guarded;
    private final @Nullable String strictTopic;
    private final @Nullable String growingTopic;
    private final @Nullable String recreatedTopic;
    private final @Nullable Retained retained;

    private Arena(Builder builder) {
        this.cluster = builder.cluster;
        this.topics = List.copyOf(builder.topics);
        this.groups = Map.copyOf(builder.groups);
        this.limited = List.copyOf(builder.limited);
        this.quotaBytesPerSecond = builder.quotaBytesPerSecond;
        this.guarded = builder.guarded;
        this.strictTopic = builder.strictTopic;
        this.growingTopic = builder.growingTopic;
        this.recreatedTopic = builder.recreatedTopic;
        this.retained = builder.retained;
    }

    /**
     * What a user may do with a topic until it is taken away.
     *
     * @param operations what was allowed before the run, and is allowed again after the fault
     */
    record Guarded(String user, String topic, List<AclOperation> operations) {}

    /** A topic that loses records which the group has not read. */
    record Retained(String topic, String group) {}

    /** Starts the description of what may be broken. */
    public static Builder of(KafkaCluster cluster) {
        return new Builder(cluster);
    }

    /** Returns which kinds of faults can be injected here. */
    public Set<FaultKind> possible() {
        Set<FaultKind> possible = EnumSet.noneOf(FaultKind.class);
        for (FaultKind kind : FaultKind.values()) {
            if (lack(kind).isEmpty()) {
                possible.add(kind);
            }
        }
        return possible;
    }

    /** Returns what a kind of fault would need that is not here; empty when it can be injected. */
    public Optional<String> lack(FaultKind kind) {
        return switch (kind) {
            case BROKER_KILL, BROKER_STOP, BROKER_PAUSE, ROLLING_RESTART ->
                unless(
                        cluster.brokers().size() >= 3,
                        "a cluster of at least three brokers, which outlives one of them");
            case ALL_BROKERS_DOWN -> Optional.empty();
            case ISR_BELOW_MIN ->
                unless(
                        strictTopic != null && cluster.brokers().size() >= 3,
                        "three brokers and a topic for it: strictTopic(name)");
            case LINK_BLACK_HOLE, LINK_RESET, SHORT_CONNECTIONS, LINK_LATENCY ->
                unless(cluster.brokers().stream().allMatch(Broker::hasLink), "a cluster built withFaultyLinks()");
            case QUOTA -> unless(!limited.isEmpty(), "clients for it: limitedClients(ids) or limitedUsers(names)");
            case ACL_REVOKED -> unless(guarded != null, "a user and a topic for it: guarded(user, topic, operations)");
            case TOPIC_RECREATED -> unless(recreatedTopic != null, "a topic for it: recreatedTopic(name)");
            case PARTITIONS_ADDED -> unless(growingTopic != null, "a topic for it: growingTopic(name)");
            case RETENTION_PASSED -> unless(retained != null, "a topic and a group for it: retained(topic, group)");
            case REBALANCE_STORM ->
                unless(groups.values().stream().anyMatch(members -> members.size() > 1), "a group of two members");
            case CONSUMER_KILL, CONSUMER_PAUSE, CONSUMER_STOP ->
                unless(!groups.isEmpty(), "members: members(group, processes)");
        };
    }

    private static Optional<String> unless(boolean there, String lack) {
        return there ? Optional.empty() : Optional.of(lack);
    }

    KafkaCluster cluster() {
        return cluster;
    }

    List<String> topics() {
        return topics;
    }

    /** The groups that have members, by their names. */
    List<String> groups() {
        return groups.keySet().stream().sorted().toList();
    }

    List<TargetProcess> members(String group) {
        return groups.getOrDefault(group, List.of());
    }

    List<ClientQuotaEntity> limited() {
        return limited;
    }

    long quotaBytesPerSecond() {
        return quotaBytesPerSecond;
    }

    Guarded guarded() {
        return there(guarded, FaultKind.ACL_REVOKED);
    }

    String strictTopic() {
        return there(strictTopic, FaultKind.ISR_BELOW_MIN);
    }

    String growingTopic() {
        return there(growingTopic, FaultKind.PARTITIONS_ADDED);
    }

    String recreatedTopic() {
        return there(recreatedTopic, FaultKind.TOPIC_RECREATED);
    }

    Retained retained() {
        return there(retained, FaultKind.RETENTION_PASSED);
    }

    private <T> T there(@Nullable T part, FaultKind kind) {
        if (part == null) {
            throw new NemesisException(
                    "Cannot inject " + kind.label() + ": it needs " + lack(kind).orElse("another cluster"));
        }
        return part;
    }

    /** What is to be broken, step by step. For one thread. */
    public static final class Builder {
        private final KafkaCluster cluster;
        private final List<String> topics = new ArrayList<>();
        private final Map<String, List<TargetProcess>> groups = new LinkedHashMap<>();
        private final List<ClientQuotaEntity> limited = new ArrayList<>();
        private long quotaBytesPerSecond = 10_000;
        private @Nullable Guarded guarded;
        private @Nullable String strictTopic;
        private @Nullable String growingTopic;
        private @Nullable String recreatedTopic;
        private @Nullable Retained retained;

        private Builder(KafkaCluster cluster) {
            this.cluster = cluster;
        }

        /** Topics that matter: faults aimed at leaders hit theirs. Without any, such a fault hits any broker. */
        public Builder topics(String... names) {
            topics.addAll(List.of(names));
            return this;
        }

        /** The processes of a group; faults aimed at coordinators hit that of such groups. */
        public Builder members(String group, Collection<? extends TargetProcess> members) {
            if (!members.isEmpty()) {
                groups.put(group, List.copyOf(members));
            }
            return this;
        }

        /** The topic that refuses {@code acks=all} when one broker is stopped, by a {@code min.insync.replicas} of all. */
        public Builder strictTopic(String name) {
            strictTopic = name;
            return this;
        }

        /** The topic that gets more partitions: one more each time. */
        public Builder growingTopic(String name) {
            growingTopic = name;
            return this;
        }

        /** The topic that is deleted and created again, with the partitions and the configuration that it had. */
        public Builder recreatedTopic(String name) {
            recreatedTopic = name;
            return this;
        }

        /**
         * The topic whose records are removed before the group has read them. The group's members are those of
         * {@link #members}; they are stopped for it, and the topic has to be written meanwhile.
         */
        public Builder retained(String topic, String group) {
            retained = new Retained(topic, group);
            return this;
        }

        /**
         * What the user was allowed to do with the topic and loses for a while.
         *
         * @throws IllegalStateException when the cluster was built without security
         */
        public Builder guarded(String user, String topic, AclOperation... operations) {
            cluster.security();
            guarded = new Guarded(user, topic, List.of(operations));
            return this;
        }

        /**
         * How many bytes each broker takes from and gives to a limited client in a second, both ways; default 10,000. A
         * quota is felt when the clients exceed it for some seconds.
         */
        public Builder quota(long bytesPerSecond) {
            if (bytesPerSecond < 1) {
                throw new IllegalArgumentException("A quota is at least 1 byte per second, not " + bytesPerSecond);
            }
            quotaBytesPerSecond = bytesPerSecond;
            return this;
        }

        /** Clients, by their {@code client.id}, that a quota slows down; one that they have already is gone afterwards. */
        public Builder limitedClients(String... ids) {
            for (String id : ids) {
                limited.add(new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, id)));
            }
            return this;
        }

        /** Users that a quota slows down; a quota that they have already is gone after the fault. */
        public Builder limitedUsers(String... names) {
            for (String name : names) {
                limited.add(new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, name)));
            }
            return this;
        }

        /**
         * Returns the arena.
         *
         * @throws IllegalArgumentException when the group that loses records has no members here
         */
        public Arena build() {
            if (retained != null && !groups.containsKey(retained.group())) {
                throw new IllegalArgumentException("Group " + retained.group() + " is to lose records of topic "
                        + retained.topic() + " but has no members here; name them by members(group, processes)");
            }
            return new Arena(this);
        }
    }
}
