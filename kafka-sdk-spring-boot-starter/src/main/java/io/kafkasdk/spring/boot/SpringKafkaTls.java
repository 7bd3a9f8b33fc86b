package io.kafkasdk.spring.boot;

import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.SecuritySettings.Encrypted;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.SpringKafkaValues.Value;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreBundle;
import org.springframework.boot.ssl.jks.JksSslStoreDetails;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.util.StringUtils;

/**
 * Makes TLS settings of what {@code spring.kafka} says of certificates: an SSL bundle, files, or PEM texts. Boot loads them
 * as those of a bundle, so that passwords of keys, PEM texts and resources of the class path can be taken over, too.
 */
final class SpringKafkaTls {

    /** Beside Kafka's keys. */
    static final String BUNDLE = "ssl.bundle";

    private static final String LABEL = "spring.kafka.ssl";
    private static final String HOST_CHECK = "ssl.endpoint.identification.algorithm";
    private static final String PEM = "PEM";
    private static final String KAFKAS_TYPE = "JKS";
    private static final List<String> FOREIGN = List.of(
            "ssl.engine.factory.class",
            "ssl.provider",
            "ssl.keymanager.algorithm",
            "ssl.trustmanager.algorithm",
            "ssl.secure.random.implementation",
            "security.providers");
    private static final List<String> MATERIAL = List.of(
            "ssl.truststore.location",
            "ssl.truststore.certificates",
            "ssl.keystore.location",
            "ssl.keystore.key",
            "ssl.keystore.certificate.chain",
            "ssl.protocol",
            "ssl.enabled.protocols",
            "ssl.cipher.suites");

    private final SpringKafkaValues values;
    private final BundleTls bundles;
    private final List<Violation> violations;

    SpringKafkaTls(SpringKafkaValues values, BundleTls bundles, List<Violation> violations) {
        this.values = values;
        this.bundles = bundles;
        this.violations = violations;
    }

    /** Returns the settings; they are only good when no violation was added. Reads files. */
    Encrypted map() {
        refuse();
        Value bundle = values.find(BUNDLE);
        if (bundle != null) {
            return bundles.named(bundle.property(), bundle.text(), violations);
        }
        List<Value> material =
                MATERIAL.stream().map(values::find).filter(Objects::nonNull).toList();
        if (material.isEmpty()) {
            return new SecuritySettings.Tls(null, null);
        }
        try {
            return BundleTls.unnamed(LABEL, bundle());
        } catch (RuntimeException unusable) {
            // Its text may quote what stands where a path should be: a private key, for example.
            violations.add(new Violation(
                    material.stream()
                            .map(Value::property)
                            .reduce((one, other) -> one + ", " + other)
                            .orElse(LABEL),
                    "set",
                    "the certificates cannot be loaded ("
                            + BundleTls.rootOf(unusable).getClass().getSimpleName() + ")",
                    "check locations, types and passwords, or " + SpringKafkaSecurity.CURE));
            return new SecuritySettings.Tls(null, null);
        }
    }

    private void refuse() {
        FOREIGN.stream().map(values::find).forEach(foreign -> {
            if (foreign != null) {
                violations.add(
                        new Violation(foreign.property(), "set", "cannot be taken over", SpringKafkaSecurity.CURE));
            }
        });
        if (values.contains(HOST_CHECK) && !"https".equalsIgnoreCase(values.text(HOST_CHECK))) {
            violations.add(new Violation(
                    values.propertyOf(HOST_CHECK),
                    "not https",
                    "the SDK always checks that the broker's certificate is for its host name",
                    "have the certificates name the hosts and remove it, or " + SpringKafkaSecurity.CURE));
        }
    }

    private SslBundle bundle() {
        boolean pemKey = isPem("ssl.keystore.type", "ssl.keystore.key");
        KeyStore keys = pemKey ? pemKeys() : keys();
        String keyPassword = pemKey ? null : values.text("ssl.key.password");
        SslStoreBundle stores =
                SslStoreBundle.of(keys, pemKey ? null : values.text("ssl.keystore.password"), trusted());
        SslOptions options = SslOptions.of(list("ssl.cipher.suites"), list("ssl.enabled.protocols"));
        SslBundleKey key = keyPassword == null ? SslBundleKey.NONE : SslBundleKey.of(keyPassword);
        String protocol = Objects.requireNonNullElse(values.text("ssl.protocol"), SslBundle.DEFAULT_PROTOCOL);
        return SslBundle.of(stores, key, options, protocol);
    }

    private @Nullable KeyStore keys() {
        return new JksSslStoreBundle(store("ssl.keystore"), null).getKeyStore();
    }

    private @Nullable KeyStore pemKeys() {
        String file = values.text("ssl.keystore.location");
        String certificates = file == null ? values.text("ssl.keystore.certificate.chain") : file;
        String key = file == null ? values.text("ssl.keystore.key") : file;
        PemSslStoreDetails details = new PemSslStoreDetails(null, certificates, key, values.text("ssl.key.password"));
        return new PemSslStoreBundle(details, null).getKeyStore();
    }

    private @Nullable KeyStore trusted() {
        if (!isPem("ssl.truststore.type", "ssl.truststore.certificates")) {
            return new JksSslStoreBundle(null, store("ssl.truststore")).getTrustStore();
        }
        String file = values.text("ssl.truststore.location");
        String certificates = file == null ? values.text("ssl.truststore.certificates") : file;
        return new PemSslStoreBundle(null, PemSslStoreDetails.forCertificates(certificates)).getTrustStore();
    }

    private boolean isPem(String type, String text) {
        return PEM.equalsIgnoreCase(values.text(type)) || values.find(text) != null;
    }

    /** Kafka's own type where none is named; Java then recognizes PKCS12, too. */
    private @Nullable JksSslStoreDetails store(String key) {
        String location = values.text(key + ".location");
        return location == null
                ? null
                : new JksSslStoreDetails(
                        Objects.requireNonNullElse(values.text(key + ".type"), KAFKAS_TYPE)
                                .toUpperCase(Locale.ROOT),
                        null,
                        location,
                        values.text(key + ".password"));
    }

    private String @Nullable [] list(String key) {
        String text = values.text(key);
        return text == null ? null : StringUtils.trimArrayElements(StringUtils.commaDelimitedListToStringArray(text));
    }
}
