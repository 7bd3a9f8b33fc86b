package io.kafkasdk.internal;

import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.SecuritySettings.Encrypted;
import io.kafkasdk.settings.SecuritySettings.Sasl;
import io.kafkasdk.settings.SecuritySettings.Store;
import io.kafkasdk.settings.SecuritySettings.Tls;
import io.kafkasdk.settings.SecuritySettings.TlsContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;

/** Turns {@link ClusterSettings} into the part of a Kafka config that all clients share. */
public final class ClusterConfig {

    private ClusterConfig() {}

    /** Returns a new, modifiable Kafka config with addresses and security; secrets are of Kafka's masking type. */
    public static Map<String, Object> of(ClusterSettings cluster) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, String.join(",", cluster.bootstrapServers()));
        SecuritySettings security = cluster.security();
        if (security instanceof Encrypted tls) {
            config.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SSL");
            putTls(config, tls);
        } else if (security instanceof Sasl sasl) {
            putSasl(config, sasl);
        }
        config.putAll(cluster.kafkaOverrides().properties());
        return config;
    }

    private static void putSasl(Map<String, Object> config, Sasl sasl) {
        Encrypted tls = sasl.tls();
        config.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, tls == null ? "SASL_PLAINTEXT" : "SASL_SSL");
        if (tls != null) {
            putTls(config, tls);
        }
        String module = switch (sasl.mechanism()) {
            case PLAIN -> "org.apache.kafka.common.security.plain.PlainLoginModule";
            case SCRAM_SHA_256, SCRAM_SHA_512 -> "org.apache.kafka.common.security.scram.ScramLoginModule";
        };
        config.put(SaslConfigs.SASL_MECHANISM, sasl.mechanism().kafkaName());
        config.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                new Password(module + " required username=" + quoted(sasl.username()) + " password="
                        + quoted(sasl.password().reveal()) + ";"));
    }

    private static void putTls(Map<String, Object> config, Encrypted encrypted) {
        if (encrypted instanceof TlsContext context) {
            config.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SuppliedTls.class);
            config.put(SuppliedTls.CONTEXT, context);
        } else if (encrypted instanceof Tls tls) {
            putStores(config, tls);
        }
    }

    private static void putStores(Map<String, Object> config, Tls tls) {
        Store trustStore = tls.trustStore();
        if (trustStore != null) {
            config.put(
                    SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
                    trustStore.location().toString());
            config.put(
                    SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, trustStore.format().name());
            putPassword(config, trustStore, SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG);
        }
        Store keyStore = tls.keyStore();
        if (keyStore != null) {
            config.put(
                    SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG, keyStore.location().toString());
            config.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, keyStore.format().name());
            // Kafka refuses a store password for PEM: there it is the password of the key.
            boolean pem = keyStore.format() == SecuritySettings.Format.PEM;
            putPassword(
                    config,
                    keyStore,
                    pem ? SslConfigs.SSL_KEY_PASSWORD_CONFIG : SslConfigs.SSL_KEYSTORE_PASSWORD_CONFIG);
        }
    }

    private static void putPassword(Map<String, Object> config, Store store, String key) {
        if (store.password() != null) {
            config.put(key, new Password(store.password().reveal()));
        }
    }

    /** Quotes a value for a JAAS line: a quote or backslash in a password must not end the value. */
    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
