package io.kafkasdk.cluster;

import io.kafkasdk.cluster.TopicFacts.MinIsrCap;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.internal.Deadline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.SupportedVersionRange;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Reads what the cluster says about a batch of topics, in two kinds of calls that run at the same time. */
final class TopicReader {

    /** Keeps one request small on clusters with thousands of topics; all chunks are under way at once. */
    private static final int CHUNK = 250;

    private static final String METADATA_VERSION = "metadata.version";
    /** The level of metadata.version in brokers 3.7, the first that cap min.isr at the replication factor. */
    private static final short LEVEL_OF_3_7 = 15;

    private final AccessCures access;
    /** Asked until it is answered; a cluster is not downgraded below 3.7 while we run. */
    private volatile @Nullable MinIsrCap minIsrCap;

    private final Map<Integer, Optional<String>> addresses = new ConcurrentHashMap<>();

    TopicReader(AccessCures access) {
        this.access = access;
    }

    /** Returns an answer for each name; returns by the deadline. */
    Map<String, TopicLookup> read(Admin admin, Set<String> names, Deadline deadline) {
        int timeoutMillis = (int) Math.max(1, deadline.remaining().toMillis());
        Map<String, KafkaFuture<TopicDescription>> descriptions = new HashMap<>();
        Map<ConfigResource, KafkaFuture<Config>> configs = new HashMap<>();
        for (List<String> chunk : chunks(names)) {
            descriptions.putAll(admin.describeTopics(chunk, new DescribeTopicsOptions().timeoutMs(timeoutMillis))
                    .topicNameValues());
            List<ConfigResource> resources =
                    chunk.stream().map(TopicReader::resource).toList();
            configs.putAll(admin.describeConfigs(resources, new DescribeConfigsOptions().timeoutMs(timeoutMillis))
                    .values());
        }
        KafkaFuture<FeatureMetadata> features = minIsrCap == null
                ? admin.describeFeatures(new DescribeFeaturesOptions().timeoutMs(timeoutMillis))
                        .featureMetadata()
                : null;
        Map<String, TopicLookup> answers = new LinkedHashMap<>();
        for (String name : names) {
            answers.put(name, read(name, descriptions.get(name), configs.get(resource(name)), deadline));
        }
        return with(cap(features, deadline), answers);
    }

    /**
     * Returns where the brokers are that hold the topics read so far, by id, as host and port; empty for one that
     * the cluster did not list as alive.
     */
    Map<Integer, Optional<String>> addresses() {
        return addresses;
    }

    static Optional<String> address(Node node) {
        if (node.isEmpty()) {
            return Optional.empty();
        }
        String host = node.host();
        return Optional.of((host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + node.port());
    }

    private TopicLookup read(
            String name,
            @Nullable KafkaFuture<TopicDescription> describing,
            @Nullable KafkaFuture<Config> configuring,
            Deadline deadline) {
        if (describing == null || configuring == null) {
            throw new IllegalStateException("The Admin client gave no answer for " + AdminCalls.topic(name));
        }
        String call = "describeTopics";
        try {
            TopicDescription description = AdminCalls.await(describing, deadline);
            description
                    .partitions()
                    .forEach(p -> p.replicas().forEach(node -> addresses.put(node.id(), address(node))));
            call = "describeConfigs";
            Config config = AdminCalls.await(configuring, deadline);
            return new TopicLookup.Found(facts(description, config));
        } catch (ExecutionException | TimeoutException e) {
            String right = call.equals("describeTopics") ? "Describe" : "DescribeConfigs";
            Diagnosis why = AdminCalls.diagnose(access, call, right, AdminCalls.topic(name), e);
            return why.kind() == ErrorKind.TOPIC_MISSING
                    ? new TopicLookup.Missing(name)
                    : new TopicLookup.Unreadable(name, why);
        }
    }

    private static TopicFacts facts(TopicDescription description, Config config) {
        List<PartitionFacts> partitions =
                description.partitions().stream().map(TopicReader::partition).toList();
        return new TopicFacts(
                description.name(),
                partitions,
                (int) number(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, 1),
                Boolean.parseBoolean(text(config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG)),
                (int) number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.MAX_VALUE),
                MinIsrCap.UNKNOWN,
                isCompacted(text(config, TopicConfig.CLEANUP_POLICY_CONFIG)),
                number(config, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, TopicFacts.NO_BOUND),
                number(config, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, TopicFacts.NO_BOUND),
                "LogAppendTime".equals(text(config, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)),
                Objects.requireNonNullElse(text(config, TopicConfig.COMPRESSION_TYPE_CONFIG), TopicFacts.AS_IT_COMES));
    }

    /** The value is a list: {@code compact}, {@code delete}, both, or nothing. */
    private static boolean isCompacted(@Nullable String cleanupPolicy) {
        return cleanupPolicy != null
                && Arrays.stream(cleanupPolicy.split(",")).map(String::strip).anyMatch("compact"::equals);
    }

    private static PartitionFacts partition(TopicPartitionInfo info) {
        Node leader = info.leader();
        return new PartitionFacts(
                info.partition(),
                leader == null || leader.isEmpty() ? -1 : leader.id(),
                info.replicas().stream().map(Node::id).toList(),
                info.isr().stream().map(Node::id).toList());
    }

    private static long number(Config config, String key, long otherwise) {
        String value = text(config, key);
        return value == null ? otherwise : Long.parseLong(value);
    }

    private static @Nullable String text(Config config, String key) {
        ConfigEntry entry = config.get(key);
        return entry == null ? null : entry.value();
    }

    /** Brokers with ZooKeeper support no such feature, whatever their release: they leave it open how old they are. */
    private MinIsrCap cap(@Nullable KafkaFuture<FeatureMetadata> features, Deadline deadline) {
        MinIsrCap known = minIsrCap;
        if (known != null || features == null) {
            return known == null ? MinIsrCap.UNKNOWN : known;
        }
        try {
            FeatureMetadata metadata = AdminCalls.await(features, deadline);
            SupportedVersionRange range = metadata.supportedFeatures().get(METADATA_VERSION);
            MinIsrCap cap = capOf(range);
            minIsrCap = cap;
            return cap;
        } catch (ExecutionException | TimeoutException unknown) {
            return MinIsrCap.UNKNOWN;
        }
    }

    static MinIsrCap capOf(@Nullable SupportedVersionRange metadataVersion) {
        if (metadataVersion == null) {
            return MinIsrCap.UNKNOWN;
        }
        return metadataVersion.maxVersion() >= LEVEL_OF_3_7 ? MinIsrCap.PRESENT : MinIsrCap.ABSENT;
    }

    private static Map<String, TopicLookup> with(MinIsrCap cap, Map<String, TopicLookup> answers) {
        answers.replaceAll((name, answer) -> answer instanceof TopicLookup.Found found
                ? new TopicLookup.Found(found.facts().with(cap))
                : answer);
        return answers;
    }

    private static List<List<String>> chunks(Set<String> names) {
        List<String> all = List.copyOf(names);
        List<List<String>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += CHUNK) {
            chunks.add(all.subList(from, Math.min(all.size(), from + CHUNK)));
        }
        return chunks;
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
