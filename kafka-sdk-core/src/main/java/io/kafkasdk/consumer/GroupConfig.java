package io.kafkasdk.consumer;

import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ConsumerSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
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
 *
 * <p>The group protocol is the user's, and else the best one that works: the new one (KIP-848) where the cluster offers it
 * and the user set nothing that only the classic one has.
 */
final class GroupConfig {

    private static final int SHARE_OF_ONE_POLL = 8;

    private final ExplainedConfig config = ExplainedConfig.of(ConsumerConfig.configDef());
    private final GroupProtocolChoice protocol;

    private GroupConfig(GroupProtocolChoice protocol) {
        this.protocol = protocol;
    }

    /** Makes the config, given what is known of the cluster. */
    static GroupConfig of(Wishes wishes, NewProtocol offer) {
        ConsumerSettings<?, ?> settings = wishes.settings();
        GroupConfig made = new GroupConfig(GroupProtocolChoice.of(wishes.users(), offer));
        made.config.tuning(settings.tuning() == null ? wishes.profile() : settings.tuning());
        made.capFetches(settings.limits().maxInFlightBytes());
        made.config.cluster(wishes.cluster()).user(settings.kafkaOverrides());
        made.capPoll(settings.limits().maxInFlightRecords());
        made.protocol.putInto(made.config);
        made.putOwned(settings, wishes.clientId());
        return made;
    }

    /**
     * What a config is made of, besides the answer of the cluster.
     *
     * @param cluster where to connect to
     * @param settings what the user wants
     * @param profile the tuning where the settings name none
     * @param clientId the client.id
     */
    record Wishes(ClusterSettings cluster, ConsumerSettings<?, ?> settings, ClientTuning profile, String clientId) {

        /** Returns the raw properties that the user set, for all clients or for this one. */
        Map<String, String> users() {
            Map<String, String> users = new HashMap<>(cluster.kafkaOverrides().properties());
            users.putAll(settings.kafkaOverrides().properties());
            return users;
        }
    }

    /** Returns whether it would be another one with an answer of the cluster. */
    boolean isProtocolOpen() {
        return protocol.isOpen();
    }

    /** Returns what the user set in vain, in words. */
    List<String> warnings() {
        return protocol.warnings(config);
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
                "none",
                "the SDK finds the start itself (startPosition " + settings.startPosition()
                        + "), so that no offset is passed over in silence");
        if (settings.instance() != null) {
            config.sdk(
                    ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                    settings.instance(),
                    "instance of the settings: a restart within the session timeout moves no partition");
        }
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
