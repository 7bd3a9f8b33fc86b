package io.kafkasdk.spring.boot;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.SecuritySettings;
import io.kafkasdk.settings.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Turns properties into the settings of the core. What is wrong is told in the names that the user wrote, all at once. */
final class PropertiesMapping {

    private static final String SUBJECT = "the Kafka SDK";
    private static final String NAME = "kafka-sdk.application";
    private static final String SPRING_NAME = "spring.application.name";
    private static final String SERVERS = "kafka-sdk.bootstrap-servers";
    private static final String TOPICS = "kafka-sdk.topics";
    private static final String SPRING_KAFKA_SERVERS = "spring.kafka.bootstrap-servers";

    private final KafkaSdkProperties properties;
    private final Environment environment;

    PropertiesMapping(KafkaSdkProperties properties, Environment environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** What the properties say, with the fallbacks applied. */
    record Mapped(String application, ClusterSettings cluster, AcksRules acksRules) {}

    /** Maps everything, or throws with all violations. */
    Mapped map() {
        List<Violation> violations = new ArrayList<>();
        String application = application(violations);
        SecuritySettings security = new SecurityMapping(properties.security(), violations).map();
        ClusterSettings cluster = cluster(violations);
        AcksRules acksRules = acksRules(violations);
        if (!violations.isEmpty() || cluster == null) {
            throw new InvalidSettingsException(SUBJECT, violations);
        }
        return new Mapped(application, cluster.security(security), acksRules);
    }

    /** Tells what the builder of the core refused in the names that the user wrote. */
    InvalidSettingsException inPropertyNames(InvalidSettingsException refused) {
        return new InvalidSettingsException(
                SUBJECT, refused.violations().stream().map(this::renamed).toList());
    }

    private Violation renamed(Violation found) {
        if (!found.setting().equals("application")) {
            return found;
        }
        String source = StringUtils.hasText(properties.application()) ? NAME : SPRING_NAME;
        return new Violation(
                source, found.value(), found.rule(), "set " + NAME + " to a short stable name such as order-service");
    }

    private String application(List<Violation> violations) {
        String own = properties.application();
        String name = StringUtils.hasText(own) ? own : environment.getProperty(SPRING_NAME, "");
        if (!StringUtils.hasText(name)) {
            violations.add(new Violation(
                    NAME,
                    "not set",
                    "the application needs a name, and " + SPRING_NAME + " is not set either",
                    "set " + SPRING_NAME + " or " + NAME + ", for example to order-service"));
        }
        return name;
    }

    private AcksRules acksRules(List<Violation> violations) {
        AcksRules rules = AcksRules.DEFAULT.withPolicy(properties.acksPolicy());
        int number = 0;
        for (KafkaSdkProperties.TopicRule rule : properties.topics()) {
            String name = TOPICS + "[" + number++ + "]";
            String pattern = rule.pattern();
            if (pattern == null || pattern.isBlank()) {
                violations.add(new Violation(
                        name + ".pattern",
                        "not set",
                        "says which topics are meant",
                        "set it, for example to metrics-*"));
                continue;
            }
            if (rule.acksPolicy() == null && rule.durability() == null) {
                violations.add(new Violation(
                        name,
                        "'" + pattern + "'",
                        "changes nothing",
                        "set acks-policy or durability beside the pattern, or remove it"));
            }
            rules = rule.acksPolicy() == null ? rules : rules.withTopics(pattern, rule.acksPolicy());
            rules = rule.durability() == null ? rules : rules.withDurability(pattern, rule.durability());
        }
        return rules;
    }

    /** Returns null where it added a violation. */
    private @Nullable ClusterSettings cluster(List<Violation> violations) {
        boolean own = !properties.bootstrapServers().isEmpty();
        List<String> servers = own ? properties.bootstrapServers() : springKafkaServers();
        if (servers.isEmpty()) {
            violations.add(new Violation(
                    SERVERS,
                    "not set",
                    "no broker is known, and " + SPRING_KAFKA_SERVERS + " is not set either",
                    "set " + SERVERS + ", for example to kafka-1:9092,kafka-2:9092, or switch the SDK off with"
                            + " kafka-sdk.enabled=false"));
            return null;
        }
        try {
            return ClusterSettings.of(servers.toArray(String[]::new));
        } catch (InvalidSettingsException invalid) {
            String source = own ? SERVERS : SPRING_KAFKA_SERVERS;
            invalid.violations().stream()
                    .map(found -> new Violation(source, found.value(), found.rule(), found.cure()))
                    .forEach(violations::add);
            return null;
        }
    }

    private List<String> springKafkaServers() {
        return Binder.get(environment)
                .bind(SPRING_KAFKA_SERVERS, Bindable.listOf(String.class))
                .orElseGet(List::of);
    }
}
