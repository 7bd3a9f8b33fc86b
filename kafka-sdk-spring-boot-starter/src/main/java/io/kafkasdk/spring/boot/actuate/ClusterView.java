package io.kafkasdk.spring.boot.actuate;

import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.settings.TuningAdvice;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.jspecify.annotations.Nullable;

/**
 * One cluster, and what this process does on it.
 *
 * @param alias the alias of the cluster
 * @param application the application's name
 * @param connection whether the cluster can be used, as last known
 * @param producers the producers that are open, by client.id
 * @param topics what the guard found about the topics that are written to, by name
 * @param consumers the consumers that are open, by client.id
 * @param sharedConsumers the members of share groups that are open, by client.id
 * @param groups what the brokers said of whole groups, by name; only of those that a consumer of this process watches
 */
public record ClusterView(
        String alias,
        String application,
        Connection connection,
        List<Producer> producers,
        List<Topic> topics,
        List<ConsumerView> consumers,
        List<SharedConsumer> sharedConsumers,
        List<Group> groups) {

    /** Copies the lists. */
    public ClusterView {
        producers = List.copyOf(producers);
        topics = List.copyOf(topics);
        consumers = List.copyOf(consumers);
        sharedConsumers = List.copyOf(sharedConsumers);
        groups = List.copyOf(groups);
    }

    /**
     * Whether the cluster can be used.
     *
     * @param reachable whether it answered the last time it was asked; null before the first answer
     * @param at when that was; null before the first answer
     * @param clusterId its id; null while it does not answer
     * @param brokers how many live brokers it has; null while it does not answer
     * @param diagnosis why it cannot be used; null while it can
     */
    public record Connection(
            @Nullable Boolean reachable,
            @Nullable Instant at,
            @Nullable String clusterId,
            @Nullable Integer brokers,
            @Nullable Diagnosis diagnosis) {}

    /**
     * A producer.
     *
     * @param clientId its client.id
     * @param kind what it is
     * @param transactionalId its transactional.id; null for a plain one
     * @param advice what would serve it better than its present settings, measured on its own records
     * @param tuning what that rests on; null before the first look, and for producers that are not looked at: other kinds,
     *     and with the mode off
     */
    public record Producer(
            String clientId,
            Kind kind,
            @Nullable String transactionalId,
            List<TuningAdvice> advice,
            @Nullable TuningView tuning) {

        /** Copies the list. */
        public Producer {
            advice = List.copyOf(advice);
        }

        /** What a producer is. */
        public enum Kind {
            /** Sends records one by one. */
            PLAIN,
            /** Sends records in transactions. */
            TRANSACTIONAL,
            /** The application's own, guarded and metered only. */
            ADOPTED
        }
    }

    /**
     * What the guard found about a topic that is written to.
     *
     * @param topic the topic
     * @param kind how safe acknowledged writes are
     * @param headroom how many more replicas may go before writes stop, negative when they stand still now; null where it is
     *     not known
     * @param summary what that means, in a sentence
     * @param cure what to change; empty where nothing is to be done
     */
    public record Topic(
            String topic, AcksVerdict.Kind kind, @Nullable Integer headroom, String summary, String cure) {}

    /**
     * A member of a share group.
     *
     * @param group the share group
     * @param clientId its client.id
     * @param state where it is in its life
     * @param inFlight how many records are taken and not finished
     * @param failure why it failed; null unless it did
     */
    public record SharedConsumer(
            String group,
            String clientId,
            ConsumerState state,
            int inFlight,
            @Nullable Diagnosis failure) {}

    /**
     * A whole consumer group, as the brokers see it.
     *
     * @param group the consumer group
     * @param protocol which protocol it speaks
     * @param state where it is
     * @param members how many members it has in all processes; null where it is not known
     * @param topics the topics that it reads
     * @param gaps why something is not known
     */
    public record Group(
            String group,
            GroupType protocol,
            GroupState state,
            @Nullable Integer members,
            List<GroupTopic> topics,
            List<Diagnosis> gaps) {

        /** Copies the lists. */
        public Group {
            topics = List.copyOf(topics);
            gaps = List.copyOf(gaps);
        }
    }

    /**
     * A topic of a whole group.
     *
     * @param topic the topic
     * @param partitions how many partitions it has
     * @param lagRecords the sum of the lags that are known, in records behind the commits; null where none is
     * @param unknownPartitions how many partitions have a lag that is not known
     * @param unownedPartitions how many partitions nobody owns; null where it is not known
     */
    public record GroupTopic(
            String topic,
            int partitions,
            @Nullable Long lagRecords,
            int unknownPartitions,
            @Nullable Integer unownedPartitions) {}
}
