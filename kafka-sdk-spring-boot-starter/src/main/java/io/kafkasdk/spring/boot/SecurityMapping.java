package io.kafkasdk.spring.boot;

import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.SecuritySettings.Encrypted;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.KafkaSdkProperties.Sasl;
import io.kafkasdk.spring.boot.KafkaSdkProperties.Security;
import io.kafkasdk.spring.boot.KafkaSdkProperties.Store;
import io.kafkasdk.spring.boot.KafkaSdkProperties.Tls;
import io.kafkasdk.spring.boot.connection.KafkaSdkConnectionDetails;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Maps the {@code security} properties of a cluster. A password or certificate that the protocol would ignore is refused: it
 * would leave an application unprotected that looks protected.
 */
final class SecurityMapping {

    private static final Tls NO_TLS = new Tls(null, null);

    private final String prefix;
    private final BundleTls bundles;
    private final List<Violation> violations;

    /**
     * Maps below a prefix.
     *
     * @param cluster where the cluster's properties stand, such as {@code kafka-sdk}
     */
    SecurityMapping(String cluster, BundleTls bundles, List<Violation> violations) {
        this.prefix = cluster + ".security.";
        this.bundles = bundles;
        this.violations = violations;
    }

    /** Returns the settings; they are only good when no violation was added. */
    SecuritySettings map(Security security) {
        return map(security, () -> encrypted(security));
    }

    /**
     * Returns the settings where a service connection has a say. What the properties have beyond its protocol is left out
     * and not refused: they are for another place, and a test should not have to unset them.
     */
    SecuritySettings map(Security security, KafkaSdkConnectionDetails connection) {
        boolean bundled = connection.sslBundle().isPresent();
        if (!bundled && connection.securityProtocol().isEmpty()) {
            return map(security);
        }
        SecurityProtocol protocol = connection
                .securityProtocol()
                .orElseGet(() -> bundled ? encrypted(security.protocol()) : security.protocol());
        boolean tls = protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL;
        boolean sasl = protocol == SecurityProtocol.SASL_PLAINTEXT || protocol == SecurityProtocol.SASL_SSL;
        Security left = new Security(
                protocol,
                tls && !bundled ? security.bundle() : null,
                tls && !bundled ? security.tls() : NO_TLS,
                sasl ? security.sasl() : new Sasl(security.sasl().mechanism(), null, null));
        return map(
                left,
                () -> connection
                        .sslBundle()
                        .<Encrypted>map(bundle -> BundleTls.unnamed("the SSL bundle of the service connection", bundle))
                        .orElseGet(() -> encrypted(left)));
    }

    private static SecurityProtocol encrypted(SecurityProtocol protocol) {
        return switch (protocol) {
            case PLAINTEXT, SSL -> SecurityProtocol.SSL;
            case SASL_PLAINTEXT, SASL_SSL -> SecurityProtocol.SASL_SSL;
        };
    }

    private SecuritySettings map(Security security, Supplier<Encrypted> encrypted) {
        return switch (security.protocol()) {
            case PLAINTEXT -> {
                refuseTls(security, "ssl");
                refuseSasl(security, "sasl-ssl");
                yield new SecuritySettings.Plaintext();
            }
            case SSL -> {
                refuseSasl(security, "sasl-ssl");
                yield encrypted.get();
            }
            case SASL_PLAINTEXT -> {
                refuseTls(security, "sasl-ssl");
                yield sasl(security, null);
            }
            case SASL_SSL -> sasl(security, encrypted.get());
        };
    }

    private Encrypted encrypted(Security security) {
        String bundle = security.bundle();
        if (!StringUtils.hasText(bundle)) {
            return tls(security);
        }
        if (hasFiles(security)) {
            violations.add(new Violation(
                    prefix + "bundle",
                    "'" + bundle + "'",
                    "stands beside " + prefix + "tls, and only one can be used",
                    "remove " + prefix + "bundle or " + prefix + "tls"));
        }
        return bundles.named(prefix + "bundle", bundle, violations);
    }

    private SecuritySettings.Tls tls(Security security) {
        Tls tls = security.tls();
        return new SecuritySettings.Tls(
                store(security, "tls.trust-store", tls.trustStore()), store(security, "tls.key-store", tls.keyStore()));
    }

    private SecuritySettings.@Nullable Store store(Security security, String property, @Nullable Store store) {
        if (store == null) {
            return null;
        }
        Path location = store.location();
        if (location == null) {
            addMissing(security, property + ".location", "name the file");
            return null;
        }
        return new SecuritySettings.Store(location, store.format(), store.password());
    }

    private SecuritySettings sasl(Security security, @Nullable Encrypted encrypted) {
        Sasl sasl = security.sasl();
        String username = Objects.requireNonNullElse(sasl.username(), "");
        Secret password = Objects.requireNonNullElse(sasl.password(), Secret.of(""));
        if (username.isBlank()) {
            addMissing(security, "sasl.username", "name the user");
        }
        if (password.reveal().isEmpty()) {
            addMissing(security, "sasl.password", "give the password, best from the environment: ${KAFKA_PASSWORD}");
        }
        return username.isBlank()
                ? new SecuritySettings.Plaintext()
                : new SecuritySettings.Sasl(sasl.mechanism(), username, password, encrypted);
    }

    private static boolean hasFiles(Security security) {
        return security.tls().trustStore() != null || security.tls().keyStore() != null;
    }

    private void refuseTls(Security security, String instead) {
        if (hasFiles(security)) {
            addIgnored(security, "tls", instead);
        }
        if (StringUtils.hasText(security.bundle())) {
            addIgnored(security, "bundle", instead);
        }
    }

    private void refuseSasl(Security security, String instead) {
        if (security.sasl().username() != null || security.sasl().password() != null) {
            addIgnored(security, "sasl", instead);
        }
    }

    private void addIgnored(Security security, String group, String instead) {
        violations.add(new Violation(
                prefix + "protocol",
                dashed(security),
                "would ignore " + prefix + group,
                "set " + prefix + "protocol=" + instead + ", or remove " + prefix + group));
    }

    private void addMissing(Security security, String property, String cure) {
        violations.add(new Violation(
                prefix + property, "not set", "is needed with " + prefix + "protocol=" + dashed(security), cure));
    }

    private static String dashed(Security security) {
        return security.protocol().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
