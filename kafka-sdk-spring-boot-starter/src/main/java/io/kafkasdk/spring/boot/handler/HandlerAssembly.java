package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.ConsumerProperties;
import io.kafkasdk.spring.boot.KafkaSdkProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Makes the consumers of all methods annotated with {@link HandlesRecords}, when all singletons are there. Starts none and
 * connects to nothing. What is wrong with any of them ends the start of the application, told all at once.
 */
final class HandlerAssembly implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerAssembly.class);
    private static final String SUBJECT = "the consumers of methods with @HandlesRecords";

    private final ConfigurableListableBeanFactory beans;
    private final Environment environment;
    private final KafkaSdkProperties properties;
    private final HandlerConsumers consumers;

    HandlerAssembly(
            ConfigurableListableBeanFactory beans,
            Environment environment,
            KafkaSdkProperties properties,
            HandlerConsumers consumers) {
        this.beans = beans;
        this.environment = environment;
        this.properties = properties;
        this.consumers = consumers;
    }

    /** All that a consumer is made of. */
    record Prepared(SettingNames names, KafkaSdk sdk, ConsumerSettings<?, ?> settings, HandlerMethod method) {}

    @Override
    public void afterSingletonsInstantiated() {
        List<HandlerScan.Found> found = new HandlerScan(beans).find();
        if (!found.isEmpty()) {
            open(prepared(found));
        }
        properties.consumers().keySet().stream()
                .filter(name -> !consumers.byName().containsKey(name))
                .forEach(name -> LOG.warn(
                        "kafka-sdk.consumers.{} is set, and no method of a bean is annotated with @HandlesRecords(\"{}\"):"
                                + " nothing reads its topics. Add that method, correct the name, or remove the properties",
                        name,
                        name));
    }

    private List<Prepared> prepared(List<HandlerScan.Found> found) {
        List<Violation> violations = new ArrayList<>();
        HandlerPreparation preparation = new HandlerPreparation(beans, environment, violations);
        Map<String, HandlerScan.Found> byName = new LinkedHashMap<>();
        List<Prepared> prepared = new ArrayList<>();
        for (HandlerScan.Found handler : found) {
            String name = handler.annotation().value();
            HandlerScan.Found other = byName.putIfAbsent(name, handler);
            if (other != null) {
                violations.add(new Violation(
                        "@HandlesRecords(\"" + name + "\")",
                        handler.text() + " of bean '" + handler.beanName() + "'",
                        "has the name of " + other.text() + " of bean '" + other.beanName() + "'",
                        "give each method a name of its own; two consumers may share a group by"
                                + " kafka-sdk.consumers.<name>.group"));
                continue;
            }
            ConsumerProperties own = properties.consumers().getOrDefault(name, ConsumerMapping.UNSET);
            preparation.prepare(handler, own).ifPresent(prepared::add);
        }
        throwIfAny(violations);
        return prepared;
    }

    private void open(List<Prepared> prepared) {
        List<Violation> violations = new ArrayList<>();
        for (Prepared each : prepared) {
            try {
                String name = each.names().consumer();
                Boolean own = properties
                        .consumers()
                        .getOrDefault(name, ConsumerMapping.UNSET)
                        .autoStart();
                consumers.opened(
                        name,
                        each.method().open(each.sdk(), each.settings()),
                        own == null ? properties.autoStart() : own);
            } catch (InvalidSettingsException refused) {
                refused.violations().stream().map(each.names()::setting).forEach(violations::add);
            }
        }
        throwIfAny(violations);
    }

    private static void throwIfAny(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new InvalidSettingsException(SUBJECT, violations);
        }
    }
}
