package io.kafkasdk.share;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.internal.Deadline;
import io.kafkasdk.settings.FailurePolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the cluster, before the group is joined, whether it has share groups and what it does for this one. Blocks at most
 * 5 s; a cluster that does not answer is no error here, because the member waits for it anyway.
 *
 * <p><b>Threads:</b> poll thread only.
 */
final class GroupLook {

    static final String DELIVERY_LIMIT = "share.delivery.count.limit";
    static final String RENEW = "share.renew.acknowledge.enable";

    private static final Logger log = LoggerFactory.getLogger(GroupLook.class);
    private static final String FEATURE = "share.version";
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final String group;
    private final FailurePolicy policy;
    private final Supplier<Admin> admin;

    GroupLook(String group, FailurePolicy policy, Supplier<Admin> admin) {
        this.group = group;
        this.policy = policy;
        this.admin = admin;
    }

    /**
     * Asks, and warns where the policy wants more than the brokers give.
     *
     * @throws KafkaSdkException of kind MISCONFIGURED when the cluster says that it has no share groups
     */
    GroupFacts look() {
        Deadline deadline = Deadline.in(LIMIT);
        try {
            FeatureMetadata features = await(admin.get().describeFeatures().featureMetadata(), deadline);
            FinalizedVersionRange range = features.finalizedFeatures().get(FEATURE);
            if (range == null || range.maxVersionLevel() < 1) {
                throw withoutShareGroups(null);
            }
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            log.debug("Share group '{}': the cluster does not say whether it has share groups", group, e);
            return GroupFacts.ASSUMED;
        }
        GroupFacts facts = facts(deadline);
        compare(facts.deliveryLimit());
        return facts;
    }

    /** Says that the cluster lacks share groups, and how to get them. */
    KafkaSdkException withoutShareGroups(@Nullable Throwable cause) {
        return new KafkaSdkException(
                new Diagnosis(
                        ErrorKind.MISCONFIGURED,
                        "Share group '" + group + "' cannot be joined: this cluster has no share groups",
                        "its feature " + FEATURE + " is off, or its brokers are older than Kafka 4.2",
                        "let the cluster's owner upgrade the brokers to 4.2 or later and run 'kafka-features.sh "
                                + "--bootstrap-server <address> upgrade --feature " + FEATURE + "=1'; until then use "
                                + "KafkaSdk.consumer(...)"),
                cause);
    }

    private GroupFacts facts(Deadline deadline) {
        ConfigResource ofGroup = new ConfigResource(ConfigResource.Type.GROUP, group);
        Optional<Config> config = config(ofGroup, deadline);
        Optional<String> limit = config.flatMap(c -> value(c, DELIVERY_LIMIT));
        if (limit.isEmpty()) {
            // Before 4.3 it is a property of the brokers only.
            limit = anyBroker(deadline)
                    .flatMap(broker -> config(broker, deadline))
                    .flatMap(c -> value(c, "group." + DELIVERY_LIMIT));
        }
        boolean renews =
                config.flatMap(c -> value(c, RENEW)).map(Boolean::parseBoolean).orElse(true);
        return new GroupFacts(limit.map(Integer::parseInt).orElse(GroupFacts.ASSUMED.deliveryLimit()), renews);
    }

    private void compare(int limit) {
        if (policy instanceof FailurePolicy.RetryForEver) {
            log.warn(
                    "Share group '{}': RetryForEver ends with delivery {} of a record, when the brokers drop it "
                            + "({}). Use FailurePolicy.DEAD_LETTER where none may be lost",
                    group,
                    limit,
                    DELIVERY_LIMIT);
        } else if (policy instanceof FailurePolicy.DeadLetterTopic ends) {
            warnIfFewer(ends.retries().attempts(), limit, limit);
        } else if (policy instanceof FailurePolicy.Skip ends) {
            warnIfFewer(ends.retries().attempts(), limit, limit);
        } else if (policy instanceof FailurePolicy.Stop ends) {
            warnIfFewer(ends.retries().attempts(), limit - 1, limit);
        }
    }

    private void warnIfFewer(int wanted, int most, int limit) {
        if (wanted > most) {
            log.warn(
                    "Share group '{}': the policy wants {} attempts, and gets {}, because the brokers deliver a record {} "
                            + "times. Let the cluster's owner raise {} of the group, or lower the attempts",
                    group,
                    wanted,
                    most,
                    limit,
                    DELIVERY_LIMIT);
        }
    }

    private Optional<ConfigResource> anyBroker(Deadline deadline) {
        try {
            Collection<Node> nodes = await(admin.get().describeCluster().nodes(), deadline);
            return nodes.stream()
                    .findFirst()
                    .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()));
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            return Optional.empty();
        }
    }

    /** Empty where a right is missing, or the brokers know no such resource. */
    private Optional<Config> config(ConfigResource resource, Deadline deadline) {
        try {
            Map<ConfigResource, Config> all =
                    await(admin.get().describeConfigs(List.of(resource)).all(), deadline);
            return Optional.ofNullable(all.get(resource));
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            log.debug("Share group '{}': {} could not be read, Kafka's defaults are assumed", group, resource, e);
            return Optional.empty();
        }
    }

    private static Optional<String> value(Config config, String key) {
        return Optional.ofNullable(config.get(key)).map(ConfigEntry::value);
    }

    private static <T> T await(KafkaFuture<T> future, Deadline deadline)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }
}
