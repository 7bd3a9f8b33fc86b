package io.kafkasdk.consumer;

import io.kafkasdk.internal.ClusterConfig;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.IsolationLevel;

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

    private final Map<String, Object> values;

    private GroupConfig(Map<String, Object> values) {
        this.values = values;
    }

    static GroupConfig of(
            ClusterSettings cluster, ConsumerSettings<?, ?> settings, ClientTuning profile, String clientId) {
        ClientTuning tuning = settings.tuning() == null ? profile : settings.tuning();
        Map<String, Object> values = new LinkedHashMap<>(tuning.toKafkaConfig());
        Map<String, Object> wishes = ClusterConfig.of(cluster);
        wishes.putAll(settings.kafkaOverrides().properties());
        String protocol = wishes.getOrDefault(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CLASSIC.name())
                .toString();
        if (protocol.equalsIgnoreCase(GroupProtocol.CLASSIC.name())) {
            values.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        } else {
            values.keySet().removeAll(CLASSIC_ONLY);
        }
        GroupConfig config = new GroupConfig(values);
        config.capFetches(settings.limits().maxInFlightBytes());
        values.putAll(wishes);
        config.putOwned(settings, clientId);
        return config;
    }

    /** Below the user's wishes: who names a size of fetches gets it. */
    private void capFetches(long maxInFlightBytes) {
        int budget = (int) Math.min(maxInFlightBytes, Integer.MAX_VALUE);
        cap(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, ConsumerConfig.DEFAULT_FETCH_MAX_BYTES, budget);
        cap(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, ConsumerConfig.DEFAULT_MAX_PARTITION_FETCH_BYTES, budget);
    }

    private void cap(String key, int kafkaDefault, int max) {
        if (number(key, kafkaDefault) > max) {
            values.put(key, max);
        }
    }

    private void putOwned(ConsumerSettings<?, ?> settings, String clientId) {
        // One poll must fit into the budget several times over, or the budget could not be kept.
        int budget = Math.max(1, settings.limits().maxInFlightRecords() / SHARE_OF_ONE_POLL);
        int wanted = number(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ConsumerConfig.DEFAULT_MAX_POLL_RECORDS);
        values.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Math.min(wanted, budget));
        values.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        values.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        values.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        values.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        values.put(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                settings.startPosition().name().toLowerCase(Locale.ROOT));
    }

    /** Returns the config as Kafka takes it. */
    Map<String, Object> toKafkaConfig() {
        return values;
    }

    int maxPollRecords() {
        return number(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, ConsumerConfig.DEFAULT_MAX_POLL_RECORDS);
    }

    /** Returns how long a rebalance callback may take before the group gives up on this member. */
    Duration maxPollInterval() {
        return Duration.ofMillis(number(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, 300_000));
    }

    IsolationLevel isolation() {
        String level = String.valueOf(values.get(ConsumerConfig.ISOLATION_LEVEL_CONFIG));
        return level.equalsIgnoreCase("read_committed")
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
    }

    /** A number that Kafka would refuse reads as the default here: Kafka's own message about it is the better one. */
    private int number(String key, int otherwise) {
        try {
            return Integer.parseInt(
                    String.valueOf(values.getOrDefault(key, otherwise)).trim());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
