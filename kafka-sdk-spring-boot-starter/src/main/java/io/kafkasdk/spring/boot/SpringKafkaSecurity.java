package io.kafkasdk.spring.boot;

import io.kafkasdk.settings.Secret;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.SecuritySettings.Encrypted;
import io.kafkasdk.settings.SecuritySettings.Mechanism;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.SpringKafkaValues.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Takes over the security of {@code spring.kafka} for a main cluster whose address comes from there. What cannot be taken
 * over is refused: without it the SDK would talk to a secured cluster in plaintext, or as somebody else.
 */
final class SpringKafkaSecurity {

    static final String PROTOCOL = "security.protocol";
    static final String CURE = "set kafka-sdk.security.* for this cluster, or kafka-sdk.enabled=false";

    private static final String OWN = "kafka-sdk.security";
    private static final String SPRING = "spring.kafka";
    private static final String MECHANISM = "sasl.mechanism";
    private static final String JAAS = "sasl.jaas.config";
    private static final String KAFKAS_MECHANISM = "GSSAPI";
    private static final String MECHANISMS = "PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512";
    private static final List<String> FOREIGN_LOGINS =
            List.of("sasl.client.callback.handler.class", "sasl.login.callback.handler.class", "sasl.login.class");

    private final Environment environment;
    private final SpringKafkaValues values;
    private final BundleTls bundles;
    private final List<Violation> violations;

    SpringKafkaSecurity(Environment environment, BundleTls bundles, List<Violation> violations) {
        this.environment = environment;
        this.values = SpringKafkaValues.read(environment, SPRING);
        this.bundles = bundles;
        this.violations = violations;
    }

    /** Returns whether somebody has set any of {@code kafka-sdk.security}, which then says it all. */
    static boolean isOverruled(Environment environment) {
        return Binder.get(environment)
                .bind(OWN, Bindable.mapOf(String.class, Object.class))
                .isBound();
    }

    /** Returns the settings; they are only good when no violation was added. */
    SecuritySettings map() {
        refuseWhatDiffersByClient("producer");
        refuseWhatDiffersByClient("consumer");
        SecurityProtocol protocol = protocol();
        return switch (protocol) {
            case PLAINTEXT -> new SecuritySettings.Plaintext();
            case SSL -> tls();
            case SASL_PLAINTEXT -> sasl(null);
            case SASL_SSL -> sasl(tls());
        };
    }

    private Encrypted tls() {
        return new SpringKafkaTls(values, bundles, violations).map();
    }

    private SecurityProtocol protocol() {
        Value value = values.find(PROTOCOL);
        if (value == null) {
            return SecurityProtocol.PLAINTEXT;
        }
        Optional<SecurityProtocol> found = Arrays.stream(SecurityProtocol.values())
                .filter(known -> known.name.equals(value.text().toUpperCase(Locale.ROOT)))
                .findFirst();
        if (found.isEmpty()) {
            violations.add(new Violation(
                    value.property(),
                    "'" + value.text() + "'",
                    "is no protocol of Kafka's",
                    "set it to one of " + Arrays.toString(SecurityProtocol.values()) + ", or " + CURE));
        }
        return found.orElse(SecurityProtocol.PLAINTEXT);
    }

    private void refuseWhatDiffersByClient(String kind) {
        Value other = SpringKafkaValues.read(environment, SPRING + "." + kind).firstBeyond(values);
        if (other != null) {
            violations.add(new Violation(
                    other.property(),
                    "set",
                    "is for one kind of client only, and the SDK takes over what " + SPRING + " says for all",
                    "move it to " + SPRING + other.property().substring((SPRING + "." + kind).length()) + ", or "
                            + CURE));
        }
    }

    private SecuritySettings sasl(@Nullable Encrypted tls) {
        FOREIGN_LOGINS.stream().map(values::find).forEach(foreign -> {
            if (foreign != null) {
                violations.add(
                        new Violation(foreign.property(), "set", "a class of its own cannot be taken over", CURE));
            }
        });
        Mechanism mechanism = mechanism();
        if (mechanism == null) {
            return new SecuritySettings.Plaintext();
        }
        Value line = values.find(JAAS);
        if (line == null) {
            violations.add(new Violation(
                    values.propertyOf(JAAS),
                    "not set",
                    "has the user's name and password; a JAAS file and spring.kafka.jaas cannot be taken over",
                    CURE));
            return new SecuritySettings.Plaintext();
        }
        try {
            Map<String, String> login = JaasLogin.parse(mechanism, line.text());
            return new SecuritySettings.Sasl(
                    mechanism,
                    login.getOrDefault(JaasLogin.USERNAME, ""),
                    Secret.of(login.getOrDefault(JaasLogin.PASSWORD, "")),
                    tls);
        } catch (JaasLogin.Unusable unusable) {
            violations.add(new Violation(line.property(), "(hidden)", unusable.rule(), CURE));
            return new SecuritySettings.Plaintext();
        }
    }

    private @Nullable Mechanism mechanism() {
        Value value = values.find(MECHANISM);
        String name = value == null ? KAFKAS_MECHANISM : value.text();
        for (Mechanism known : Mechanism.values()) {
            if (known.kafkaName().equals(name)) {
                return known;
            }
        }
        violations.add(new Violation(
                value == null ? values.propertyOf(MECHANISM) : value.property(),
                value == null ? "not set, so " + KAFKAS_MECHANISM : "'" + name + "'",
                "cannot be taken over, only " + MECHANISMS + " can",
                CURE));
        return null;
    }
}
