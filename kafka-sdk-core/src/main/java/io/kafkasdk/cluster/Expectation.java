package io.kafkasdk.cluster;

import io.kafkasdk.settings.SecuritySettings;
import org.jspecify.annotations.Nullable;

/**
 * Which security the settings expect of a listener.
 *
 * @param tls whether it is encrypted
 * @param mechanism the SASL mechanism, or null without SASL
 */
record Expectation(boolean tls, @Nullable String mechanism) {

    static Expectation of(SecuritySettings security) {
        if (security instanceof SecuritySettings.Sasl sasl) {
            return new Expectation(sasl.tls() != null, sasl.mechanism().kafkaName());
        }
        return new Expectation(security instanceof SecuritySettings.Encrypted, null);
    }

    /** Returns the name that Kafka's {@code security.protocol} has for it. */
    String protocol() {
        if (mechanism == null) {
            return tls ? "SSL" : "PLAINTEXT";
        }
        return tls ? "SASL_SSL" : "SASL_PLAINTEXT";
    }
}
