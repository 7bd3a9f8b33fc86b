package io.kafkasdk.consumer;

import io.kafkasdk.internal.ClusterConfig;
import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ConsumerSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The Kafka config of one member: Kafka's defaults, below the tuning, below the user's wishes, below what the SDK owns.
 *
 * <p><b>Guarantee:</b> one poll brings at most an eighth of the budget in records, and a fetch asks each broker for no more
 * than the whole budget in bytes, unless the user sets other sizes of fetches. So the bytes in flight may exceed
 * {@code maxInFlightBytes} by what one poll brings: fetches of several brokers, compressed batches unpacked, and a record
 * or batch that is larger than the fetch, which Kafka delivers nevertheless. What is fetched ahead in Kafka's own buffers
 * is not counted.
 */
final class GroupConfig {

    /** Under KIP-848 these belong to the broker, and the client refuses them. */
    private static final Set<String> CLASSIC_ONLY = Set.of(
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);

    private static final int SHARE_OF_ONE_POLL = 8;

    private final ExplainedConfig config = ExplainedConfig.of(ConsumerConfig.configDef());

    private GroupConfig() {}

    static GroupConfig of(
            ClusterSettings cluster, ConsumerSettings<?, ?> settings, ClientTuning profile, String clientId) {
        GroupConfig made = new GroupConfig();
        made.config.tuning(settings.tuning() == null ? profile : settings.tuning());
        made.fitToProtocol(protocol(cluster, settings));
        made.capFetches(settings.limits().maxInFlightBytes());
        made.config.cluster(cluster).user(settings.kafkaOverrides());
        made.capPoll(settings.limits().maxInFlightRecords());
        made.putOwned(settings, clientId);
        return made;
    }

    private static String protocol(ClusterSettings cluster, ConsumerSettings<?, ?> settings) {
        Map<String, Object> wishes = ClusterConfig.of(cluster);
        wishes.putAll(settings.kafkaOverrides().properties());
        return wishes.getOrDefault(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name())
                .toString();
    }

    private void fitToProtocol(String protocol) {
        if (protocol.equalsIgnoreCase(GroupProtocol.CLASSIC.name())) {
            config.sdk(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    CooperativeStickyAssignor.class.getName(),
                    "a rebalance stops only the partitions that move");
        } else {
            config.removeAll(CLASSIC_ONLY);
        }
    }

    /** Below the user's wishes: who names a size of fetches gets it. */
    private void capFetches(long maxInFlightBytes) {
        int budget = (int) Math.min(maxInFlightBytes, Integer.MAX_VALUE);
        cap(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, ConsumerConfig.DEFAULT_FETCH_MAX_BYTES, budget);
        cap(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, ConsumerConfig.DEFAULT_MAX_PARTITION_FETCH_BYTES, budget);
    }

    private void cap(String key, int kafkaDefault, int most) {
        if (number(key, kafkaDefault) > most) {
            config.sdk(key, most, "a fetch is no larger than maxInFlightBytes");
        }
    }

    /** Above the user's wishes: one poll must fit into the budget several times over, or it could not be kept. */
    private void capPoll(int maxInFlightRecords) {
        int most = Math.max(1, maxInFlightRecords / SHARE_OF_ONE_POLL);
        if (maxPollRecords() > most) {
            String why = "an eighth of maxInFlightRecords (" + maxInFlightRecords + "), so that this bound can be kept";
            config.sdk(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, most, why);
        }
    }

    private void putOwned(ConsumerSettings<?, ?> settings, String clientId) {
        config.sdk(ConsumerConfig.GROUP_ID_CONFIG, settings.group(), "group of the settings");
        config.sdk(ConsumerConfig.CLIENT_ID_CONFIG, clientId, "the application's name, a dot, the group");
        config.sdk(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false, "the SDK commits what handlers finished");
        config.sdk(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false, "a consumer must not create topics");
        config.sdk(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                settings.startPosition().name().toLowerCase(Locale.ROOT),
                "startPosition of the settings: where a group without a committed offset begins");
        String bytes = "the SDK deserializes, so that a record that cannot be read is that record's problem only";
        config.sdk(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName(), bytes);
        config.sdk(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName(), bytes);
    }

    /** Returns the config as Kafka takes it; a new map. */
    Map<String, Object> toKafkaConfig() {
        return config.toKafkaConfig();
    }

    ConfigExplanation explain() {
        return config.explain();
    }

    int maxPollRecords() {
        return number(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ConsumerConfig.DEFAULT_MAX_POLL_RECORDS);
    }

    /** Returns how long a rebalance callback may take before the group gives up on this member. */
    Duration maxPollInterval() {
        return Duration.ofMillis(number(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 300_000));
    }

    IsolationLevel isolation() {
        String level = config.text(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "");
        return level.equalsIgnoreCase("read_committed")
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
    }

    /** A number that Kafka would refuse reads as the default here: Kafka's own message about it is the better one. */
    private int number(String key, int otherwise) {
        try {
            return Integer.parseInt(config.text(key, otherwise));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
