package io.kafkasdk.share;

import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ShareSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The Kafka config of one member: Kafka's defaults, below the tuning, below the user's wishes, below what the SDK owns. */
final class ShareConfig {

    /** Kafka's share consumer refuses these; a profile for consumers may bring the first. */
    private static final List<String> NOT_IN_SHARE_GROUPS = List.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG);

    private final ExplainedConfig config = ExplainedConfig.of(ConsumerConfig.configDef());

    private ShareConfig() {}

    static ShareConfig of(
            ClusterSettings cluster, ShareSettings<?, ?> settings, ClientTuning profile, String clientId) {
        ShareConfig made = new ShareConfig();
        made.config.tuning(settings.tuning() == null ? profile : settings.tuning());
        made.config.cluster(cluster).user(settings.kafkaOverrides());
        made.config.leaveOut(NOT_IN_SHARE_GROUPS, "a share group has no such property in the client");
        made.putOwned(settings, clientId);
        return made;
    }

    private void putOwned(ShareSettings<?, ?> settings, String clientId) {
        config.sdk(ConsumerConfig.GROUP_ID_CONFIG, settings.group(), "group of the settings");
        config.sdk(ConsumerConfig.CLIENT_ID_CONFIG, clientId, "the application's name, the group and share");
        config.sdk(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false, "a consumer must not create topics");
        config.sdk(
                ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                "explicit",
                "the SDK acknowledges each record by what became of it");
        config.sdk(
                ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
                "record_limit",
                "no more records are locked for this member than it can work on (KIP-1206)");
        config.sdk(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.maxInFlight(), "maxInFlight of the settings");
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
}
