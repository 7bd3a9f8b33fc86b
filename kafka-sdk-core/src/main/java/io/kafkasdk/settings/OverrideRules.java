package io.kafkasdk.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Which raw Kafka properties are let through. Refused are keys that Kafka does not know (it would only log them), keys
 * that the SDK owns because its guarantees stand on them, and keys that load a class or resolve a secret.
 */
final class OverrideRules {

    static final OverrideRules CLUSTER = new OverrideRules(AdminClientConfig.configNames(), ownedByCluster());
    static final OverrideRules PRODUCER = new OverrideRules(ProducerConfig.configNames(), ownedByProducer());
    static final OverrideRules TRANSACTION = new OverrideRules(ProducerConfig.configNames(), ownedByTransactions());
    static final OverrideRules CONSUMER = new OverrideRules(ConsumerConfig.configNames(), ownedByConsumer());
    static final OverrideRules SHARE = new OverrideRules(ConsumerConfig.configNames(), ownedByShare());

    private static final Set<String> CLASS_VALUED_SUFFIXES = Set.of(".class", ".classes", ".factory", ".reporters");
    private static final Set<String> CLASS_VALUED =
            Set.of("config.providers", "security.providers", "partition.assignment.strategy");

    private static final String HIDDEN = "[hidden]";

    private final Set<String> known;
    private final Map<String, String> owned;

    private OverrideRules(Set<String> known, Map<String, String> owned) {
        this.known = known;
        this.owned = owned;
    }

    /** Checks what a user set by hand, and what a tuning brings: a tuning may come from a user too. */
    void check(KafkaOverrides overrides, @Nullable ClientTuning tuning, Violations violations) {
        overrides.properties().forEach((key, value) -> check(key, value, violations));
        if (tuning != null) {
            tuning.values().forEach(tuned -> check(tuned.key(), tuned.value(), violations));
        }
    }

    private void check(String key, String value, Violations violations) {
        String instead = owned.get(key);
        if (instead != null) {
            violations.add(key, shown(key, value), "is owned by the SDK", instead);
        } else if (key.startsWith("config.providers.")) {
            violations.add(key, HIDDEN, "resolves values at run time", "resolve them in the application");
        } else if (!known.contains(key)) {
            // The key may be a misspelt one of a secret: no pattern would know it.
            violations.add(key, HIDDEN, "is not a property of this Kafka client", didYouMean(key));
        } else if (loadsClasses(key)) {
            violations.add(
                    key, shown(key, value), "names a class to load", "remove it; no class is loaded from properties");
        } else if (key.equals("ssl.endpoint.identification.algorithm") && !value.equals("https")) {
            violations.add(key, "'" + value + "'", "would switch off the check of the broker's host name", "remove it");
        }
    }

    private static boolean loadsClasses(String key) {
        return CLASS_VALUED.contains(key) || CLASS_VALUED_SUFFIXES.stream().anyMatch(key::endsWith);
    }

    private static String shown(String key, String value) {
        return SecretKeys.mayHold(key) ? HIDDEN : "'" + value + "'";
    }

    private String didYouMean(String key) {
        String nearest = NearestName.of(key, known);
        return nearest == null ? "remove it" : "did you mean " + nearest + "?";
    }

    private static Map<String, String> ownedByAll() {
        Map<String, String> owned = new LinkedHashMap<>();
        owned.put("bootstrap.servers", "use ClusterSettings.of(...)");
        owned.put("client.id", "it follows from the application name and the producer's or group's name");
        for (String key : new String[] {
            "security.protocol",
            "sasl.mechanism",
            "sasl.jaas.config",
            "ssl.truststore.location",
            "ssl.truststore.password",
            "ssl.truststore.type",
            "ssl.truststore.certificates",
            "ssl.keystore.location",
            "ssl.keystore.password",
            "ssl.keystore.type",
            "ssl.keystore.key",
            "ssl.keystore.certificate.chain",
            "ssl.key.password"
        }) {
            owned.put(key, "use ClusterSettings.security(...)");
        }
        return owned;
    }

    private static Map<String, String> ownedByCluster() {
        Map<String, String> owned = ownedByAll();
        owned.put("retries", "it would reach producers too and make them give up early, remove it");
        return owned;
    }

    private static Map<String, String> ownedByProducer() {
        Map<String, String> owned = ownedByAll();
        String durability =
                "remove it: the guard keeps acknowledged records safe with acks=all and idempotence, and this would "
                        + "silently allow loss, duplicates or reordering; topics that may lose records are declared with "
                        + "AcksRules.withDurability(pattern, Durability.LEADER)";
        owned.put("acks", durability);
        owned.put("enable.idempotence", durability);
        owned.put("retries", durability + "; bound the time with deliveryTimeout(...) instead");
        owned.put("max.in.flight.requests.per.connection", durability);
        owned.put("key.serializer", "use ProducerSettings.named(...)");
        owned.put("value.serializer", "use ProducerSettings.named(...)");
        owned.put("max.block.ms", "use maxBlock(...)");
        owned.put("delivery.timeout.ms", "use deliveryTimeout(...)");
        owned.put("transactional.id", "use KafkaSdk.transactionalProducer(...), which makes it of the names");
        return owned;
    }

    private static Map<String, String> ownedByTransactions() {
        Map<String, String> owned = ownedByProducer();
        owned.put("key.serializer", "use TransactionSettings.named(...)");
        owned.put("value.serializer", "use TransactionSettings.named(...)");
        owned.put("transactional.id", "it follows from the application's name, the producer's name and its instance");
        owned.put("transaction.timeout.ms", "use transactionTimeout(...)");
        owned.put(
                "transaction.two.phase.commit.enable",
                "remove it: a transaction that nobody finishes would hold up its readers for ever");
        return owned;
    }

    private static Map<String, String> ownedByConsumer() {
        Map<String, String> owned = ownedByAll();
        owned.put("group.id", "use ConsumerSettings.group(...)");
        owned.put("key.deserializer", "use ConsumerSettings.group(...)");
        owned.put("value.deserializer", "use ConsumerSettings.group(...)");
        owned.put("enable.auto.commit", "the SDK commits what handlers finished, remove it");
        owned.put("auto.commit.interval.ms", "use ConsumerLimits.commits(...)");
        owned.put("group.instance.id", "use instance(...)");
        owned.put("auto.offset.reset", "use startPosition(...)");
        owned.put("allow.auto.create.topics", "a consumer must not create topics, remove it");
        return owned;
    }

    /** Kafka's share consumer refuses some of these itself, with a message that names no way out. */
    private static Map<String, String> ownedByShare() {
        Map<String, String> owned = ownedByAll();
        owned.put("group.id", "use ShareSettings.group(...)");
        owned.put("key.deserializer", "use ShareSettings.group(...)");
        owned.put("value.deserializer", "use ShareSettings.group(...)");
        owned.put("share.acknowledgement.mode", "the SDK acknowledges each record by what became of it, remove it");
        owned.put("share.acquire.mode", "the SDK takes no more records than maxInFlight allows, remove it");
        owned.put("max.poll.records", "use maxInFlight(...)");
        owned.put("allow.auto.create.topics", "a consumer must not create topics, remove it");
        String none = "a share group has no such thing, remove it";
        for (String key : new String[] {
            "enable.auto.commit",
            "auto.commit.interval.ms",
            "group.instance.id",
            "group.protocol",
            "group.remote.assignor",
            "partition.assignment.strategy",
            "session.timeout.ms",
            "heartbeat.interval.ms"
        }) {
            owned.put(key, none);
        }
        String ofGroup = "it is a property of the group, remove it and let the cluster's owner set share.";
        owned.put("auto.offset.reset", ofGroup + "auto.offset.reset with kafka-configs --entity-type groups");
        owned.put("isolation.level", ofGroup + "isolation.level with kafka-configs --entity-type groups");
        return owned;
    }
}
