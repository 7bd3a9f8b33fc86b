package io.kafkasdk.spring.boot;

import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.KafkaSdkProperties.Sasl;
import io.kafkasdk.spring.boot.KafkaSdkProperties.Security;
import io.kafkasdk.spring.boot.KafkaSdkProperties.Store;
import io.kafkasdk.spring.boot.KafkaSdkProperties.Tls;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Maps the {@code kafka-sdk.security} properties. A password or certificate that the protocol would ignore is refused:
 * it would leave an application unprotected that looks protected.
 */
final class SecurityMapping {

    private static final String PREFIX = "kafka-sdk.security.";

    private final Security security;
    private final List<Violation> violations;

    SecurityMapping(Security security, List<Violation> violations) {
        this.security = security;
        this.violations = violations;
    }

    /** Returns the settings; they are only good when no violation was added. */
    SecuritySettings map() {
        return switch (security.protocol()) {
            case PLAINTEXT -> {
                refuseTls("ssl");
                refuseSasl("sasl-ssl");
                yield new SecuritySettings.Plaintext();
            }
            case SSL -> {
                refuseSasl("sasl-ssl");
                yield tls();
            }
            case SASL_PLAINTEXT -> {
                refuseTls("sasl-ssl");
                yield sasl(null);
            }
            case SASL_SSL -> sasl(tls());
        };
    }

    private SecuritySettings.Tls tls() {
        Tls tls = security.tls();
        return new SecuritySettings.Tls(
                store("tls.trust-store", tls.trustStore()), store("tls.key-store", tls.keyStore()));
    }

    private SecuritySettings.@Nullable Store store(String property, @Nullable Store store) {
        if (store == null) {
            return null;
        }
        Path location = store.location();
        if (location == null) {
            addMissing(property + ".location", "name the file");
            return null;
        }
        return new SecuritySettings.Store(location, store.format(), store.password());
    }

    private SecuritySettings sasl(SecuritySettings.@Nullable Tls tls) {
        Sasl sasl = security.sasl();
        String username = Objects.requireNonNullElse(sasl.username(), "");
        Secret password = Objects.requireNonNullElse(sasl.password(), Secret.of(""));
        if (username.isBlank()) {
            addMissing("sasl.username", "name the user");
        }
        if (password.reveal().isEmpty()) {
            addMissing("sasl.password", "give the password, best from the environment: ${KAFKA_PASSWORD}");
        }
        return username.isBlank()
                ? new SecuritySettings.Plaintext()
                : new SecuritySettings.Sasl(sasl.mechanism(), username, password, tls);
    }

    private void refuseTls(String instead) {
        if (security.tls().trustStore() != null || security.tls().keyStore() != null) {
            addIgnored("tls", instead);
        }
    }

    private void refuseSasl(String instead) {
        if (security.sasl().username() != null || security.sasl().password() != null) {
            addIgnored("sasl", instead);
        }
    }

    private void addIgnored(String group, String instead) {
        violations.add(new Violation(
                PREFIX + "protocol",
                dashed(),
                "would ignore " + PREFIX + group,
                "set " + PREFIX + "protocol=" + instead + ", or remove " + PREFIX + group));
    }

    private void addMissing(String property, String cure) {
        violations.add(
                new Violation(PREFIX + property, "not set", "is needed with " + PREFIX + "protocol=" + dashed(), cure));
    }

    private String dashed() {
        return security.protocol().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
