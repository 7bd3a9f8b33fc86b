package io.kafkasdk.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the cluster is and how to prove who we are.
 *
 * <pre>{@code
 * ClusterSettings.of("kafka-1:9092", "kafka-2:9092").security(new SecuritySettings.Tls(trustStore, null))
 * }</pre>
 *
 * @param name the alias of the cluster in meters, logs and texts; default {@code default}
 * @param bootstrapServers {@code host:port} of some brokers; two or three are enough (Kafka key
 *     {@code bootstrap.servers})
 * @param security encryption and identity; default {@link SecuritySettings.Plaintext}
 * @param kafkaOverrides raw Kafka properties for all clients of this cluster; empty by default
 */
public record ClusterSettings(
        String name, List<String> bootstrapServers, SecuritySettings security, KafkaOverrides kafkaOverrides) {

    private static final Pattern HOST_PORT = Pattern.compile("(?:\\[[0-9a-fA-F:.%]+]|[a-zA-Z0-9._-]+):(\\d{1,5})");
    private static final int MAX_PORT = 65_535;
    /** What Kafka makes its own SSLContext of; it reads none of it beside one of the application. */
    private static final Set<String> OF_KAFKAS_OWN_CONTEXT = Set.of(
            "ssl.protocol",
            "ssl.provider",
            "ssl.keymanager.algorithm",
            "ssl.trustmanager.algorithm",
            "ssl.secure.random.implementation");

    /** Checks all settings. */
    public ClusterSettings {
        bootstrapServers = List.copyOf(bootstrapServers);
        Violations violations = new Violations("cluster '" + name + "'");
        violations.checkName("name", name);
        if (bootstrapServers.isEmpty()) {
            violations.add("bootstrapServers", "[]", "needs at least one host:port", "name one or more brokers");
        }
        bootstrapServers.forEach(server -> checkServer(violations, server));
        OverrideRules.CLUSTER.check(kafkaOverrides, null, violations);
        checkNotIgnored(violations, security, kafkaOverrides);
        violations.throwIfAny();
    }

    /**
     * Returns settings for a cluster without encryption.
     *
     * @param bootstrapServers {@code host:port}, each one broker or several separated by commas
     * @throws InvalidSettingsException when there is none, or one is not {@code host:port}
     */
    public static ClusterSettings of(String... bootstrapServers) {
        List<String> servers = Arrays.stream(bootstrapServers)
                .flatMap(part -> Arrays.stream(part.split(",", -1)))
                .map(String::strip)
                .toList();
        return new ClusterSettings("default", servers, new SecuritySettings.Plaintext(), KafkaOverrides.NONE);
    }

    /** Returns a copy with another alias. */
    public ClusterSettings name(String newName) {
        return new ClusterSettings(newName, bootstrapServers, security, kafkaOverrides);
    }

    /** Returns a copy with other security. */
    public ClusterSettings security(SecuritySettings newSecurity) {
        return new ClusterSettings(name, bootstrapServers, newSecurity, kafkaOverrides);
    }

    /**
     * Returns a copy with one more raw Kafka property for all clients.
     *
     * @param key a key that Kafka knows and the SDK does not own
     * @param value its value
     */
    public ClusterSettings kafkaProperty(String key, String value) {
        return new ClusterSettings(name, bootstrapServers, security, kafkaOverrides.with(key, value));
    }

    private static void checkNotIgnored(
            Violations violations, SecuritySettings security, KafkaOverrides kafkaOverrides) {
        SecuritySettings tls = security instanceof SecuritySettings.Sasl sasl ? sasl.tls() : security;
        if (tls instanceof SecuritySettings.TlsContext context) {
            kafkaOverrides.properties().forEach((key, value) -> {
                if (OF_KAFKAS_OWN_CONTEXT.contains(key)) {
                    violations.add(
                            key,
                            Violations.quote(value),
                            "would be ignored: TLS comes from " + context.name(),
                            "remove it, and set it where " + context.name() + " is made");
                }
            });
        }
    }

    private static void checkServer(Violations violations, String server) {
        // User info in an address is refused by its form, and never repeated: it may be a password.
        String shown = server.contains("@") ? "'[hidden]" + server.substring(server.lastIndexOf('@')) + "'" : null;
        var matcher = HOST_PORT.matcher(server);
        boolean valid = matcher.matches();
        if (valid) {
            int port = Integer.parseInt(matcher.group(1));
            valid = port >= 1 && port <= MAX_PORT;
        }
        if (!valid) {
            violations.add(
                    "bootstrapServers",
                    shown == null ? Violations.quote(server) : shown,
                    "must be host:port with a port from 1 to 65535, without protocol or user",
                    "write it like kafka-1.example.com:9092");
        }
    }
}
