package io.kafkasdk.internal;

import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ExplainedProperty.Source;
import io.kafkasdk.settings.KafkaOverrides;
import io.kafkasdk.settings.SecretKeys;
import io.kafkasdk.settings.SecuritySettings.TlsContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka config in the making, above Kafka's defaults. What is put later wins, and every value keeps who put it, why,
 * and what it replaced; the map for Kafka and the explanation for people both come from here, so they cannot differ.
 *
 * <p><b>Threads:</b> built by one thread, then only read.
 */
public final class ExplainedConfig {

    private static final String HIDDEN = "[hidden]";
    private static final String NOTHING = "null";

    private final Map<String, ConfigKey> known;
    private final Map<String, Entry> entries;
    private final Map<String, String> leftOut;

    /** The value as Kafka gets it, who is named when it is replaced, and the finished reason. */
    private record Entry(Object value, Source source, String owner, String why) {}

    private ExplainedConfig(Map<String, ConfigKey> known, Map<String, Entry> entries, Map<String, String> leftOut) {
        this.known = known;
        this.entries = new LinkedHashMap<>(entries);
        this.leftOut = new LinkedHashMap<>(leftOut);
    }

    /** Returns a new config with nothing but Kafka's defaults; the definition is {@code ProducerConfig.configDef()} or so. */
    public static ExplainedConfig of(ConfigDef definition) {
        return new ExplainedConfig(definition.configKeys(), Map.of(), Map.of());
    }

    /** Puts the properties of a profile. */
    public ExplainedConfig tuning(ClientTuning tuning) {
        tuning.values()
                .forEach(tuned -> put(Source.PROFILE, tuning.name(), tuned.key(), tuned.value(), tuned.reason()));
        return this;
    }

    /** Puts addresses and security, and the raw properties that the user set for all clients of the cluster. */
    public ExplainedConfig cluster(ClusterSettings cluster) {
        Map<String, String> users = cluster.kafkaOverrides().properties();
        ClusterConfig.of(cluster).forEach((key, value) -> {
            if (users.containsKey(key)) {
                put(Source.USER, "ClusterSettings", key, value, "ClusterSettings.kafkaProperty(...)");
            } else {
                String why = key.equals(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)
                        ? "the addresses of cluster '" + cluster.name() + "'"
                        : "the security of cluster '" + cluster.name() + "'";
                put(Source.CLUSTER, "ClusterSettings", key, value, why);
            }
        });
        return this;
    }

    /** Puts the raw properties that the user set for this client. */
    public ExplainedConfig user(KafkaOverrides overrides) {
        overrides.properties().forEach((key, value) -> put(Source.USER, "the user", key, value, "kafkaProperty(...)"));
        return this;
    }

    /** Puts what the SDK decides. */
    public ExplainedConfig sdk(String key, Object value, String why) {
        put(Source.SDK, "the SDK", key, value, why);
        return this;
    }

    /** Returns a copy in which these properties win over all others; each says what it replaced. */
    public ExplainedConfig tuned(ClientTuning tuning) {
        ExplainedConfig copy = new ExplainedConfig(known, entries, leftOut);
        tuning.values()
                .forEach(tuned -> copy.put(Source.TUNED, tuning.name(), tuned.key(), tuned.value(), tuned.reason()));
        return copy;
    }

    /** Leaves these keys to Kafka, whoever put them, and says so where somebody did. */
    public void leaveOut(Collection<String> keys, String why) {
        for (String key : keys) {
            Entry before = entries.remove(key);
            if (before != null) {
                leftOut.put(key, why + "; leaves out " + shown(key, before.value()) + " of " + before.owner());
            }
        }
    }

    private void put(Source source, String owner, String key, Object value, String why) {
        Entry before = entries.get(key);
        String replaced = before == null ? kafkas(key) : shown(key, before.value());
        String whose = before == null ? "Kafka's " + replaced : replaced + " of " + before.owner();
        boolean telling = !replaced.isEmpty() && !replaced.equals(NOTHING) && !replaced.equals(shown(key, value));
        entries.put(key, new Entry(value, source, owner, telling ? why + "; replaces " + whose : why));
    }

    /** Returns the value as it was put; null where it was left to Kafka. */
    public @Nullable Object get(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.value();
    }

    /** Returns the value as it was put, in letters without blanks around. */
    public String text(String key, Object otherwise) {
        Object value = get(key);
        return String.valueOf(value == null ? otherwise : value).strip();
    }

    /** Returns whether the user decided it. */
    public boolean isUsers(String key) {
        Entry entry = entries.get(key);
        return entry != null && entry.source() == Source.USER;
    }

    /** Returns the config as Kafka takes it, without its defaults; a new map, with secrets in Kafka's masking type. */
    public Map<String, Object> toKafkaConfig() {
        Map<String, Object> config = new LinkedHashMap<>();
        entries.forEach((key, entry) -> config.put(key, entry.value()));
        return config;
    }

    /** Returns every property of the client with its value, source and reason. */
    public ConfigExplanation explain() {
        List<ExplainedProperty> properties = new ArrayList<>();
        entries.forEach((key, entry) -> properties.add(
                new ExplainedProperty(key, shown(key, entry.value()), entry.source(), why(key, entry.why()))));
        known.keySet().stream()
                .filter(key -> !entries.containsKey(key))
                .map(this::leftToKafka)
                .forEach(properties::add);
        return new ConfigExplanation(text(CommonClientConfigs.CLIENT_ID_CONFIG, ""), properties);
    }

    private String why(String key, String why) {
        return known.containsKey(key) || key.equals(SuppliedTls.CONTEXT)
                ? why
                : why + "; this client does not know the key and ignores it";
    }

    private ExplainedProperty leftToKafka(String key) {
        Object backoff = get(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG);
        // CommonClientConfigs.postProcessReconnectBackoffConfigs
        if (key.equals(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG) && backoff != null) {
            String why = "Kafka takes reconnect.backoff.ms where only that is set; replaces Kafka's " + kafkas(key);
            return new ExplainedProperty(key, shown(key, backoff), Source.KAFKA_DEFAULT, why);
        }
        return new ExplainedProperty(key, kafkas(key), Source.KAFKA_DEFAULT, leftOut.getOrDefault(key, ""));
    }

    private String kafkas(String key) {
        ConfigKey definition = known.get(key);
        if (definition == null || definition.defaultValue == ConfigDef.NO_DEFAULT_VALUE) {
            return NOTHING;
        }
        return shown(key, definition.defaultValue);
    }

    private String shown(String key, @Nullable Object value) {
        if (value == null) {
            return NOTHING;
        }
        ConfigKey definition = known.get(key);
        boolean secret = definition != null && definition.type == ConfigDef.Type.PASSWORD;
        return secret || SecretKeys.mayHold(key) ? HIDDEN : shown(definition, value);
    }

    private static String shown(@Nullable ConfigKey definition, Object value) {
        // Kafka's parser would load the class.
        if (definition == null || definition.type == ConfigDef.Type.CLASS) {
            return letters(value);
        }
        try {
            return letters(ConfigDef.parseType(definition.name, value, definition.type));
        } catch (ConfigException e) {
            // The client will refuse it with Kafka's own message.
            return letters(value);
        }
    }

    private static String letters(@Nullable Object value) {
        if (value == null) {
            return NOTHING;
        }
        if (value instanceof Password) {
            return HIDDEN;
        }
        if (value instanceof TlsContext context) {
            return "the application's SSL context (" + context.name() + ")";
        }
        if (value instanceof Class<?> type) {
            return type.getName();
        }
        if (value instanceof Collection<?> several) {
            return several.stream().map(ExplainedConfig::letters).collect(Collectors.joining(","));
        }
        boolean plain = value instanceof String || value instanceof Number || value instanceof Boolean;
        return plain ? value.toString() : value.getClass().getName();
    }
}
