package io.kafkasdk.spring.boot.handler;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.HandlerThreads;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.ConsumerProperties;
import io.kafkasdk.spring.boot.KafkaSdks;
import io.kafkasdk.spring.boot.RecordFormats;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

/** Works out what the consumer of one handler method is made of, and what is wrong with it. */
final class HandlerPreparation {

    private static final String DEFAULT_KEY = "string";

    private final ConfigurableListableBeanFactory beans;
    private final Environment environment;
    private final List<Violation> violations;

    /**
     * Makes one for all handler methods.
     *
     * @param beans where handlers and deserializers are
     * @param environment fills in placeholders
     * @param violations takes what is wrong
     */
    HandlerPreparation(ConfigurableListableBeanFactory beans, Environment environment, List<Violation> violations) {
        this.beans = beans;
        this.environment = environment;
        this.violations = violations;
    }

    /** Returns it, or empty where it added violations. */
    Optional<HandlerAssembly.Prepared> prepare(HandlerScan.Found handler, ConsumerProperties properties) {
        int before = violations.size();
        SettingNames names = new SettingNames(handler.annotation().value());
        checkBean(handler);
        HandlerShape shape = new ShapeReader(handler.method(), handler.target(), violations).read();
        boolean hasShape = violations.size() == before;
        KafkaSdk sdk = sdk(names, properties.cluster());
        ConsumerMapping.Defaults defaults =
                new ConsumerMapping.Defaults(group(sdk, names.consumer()), topics(handler), threads());
        ConsumerSettings<?, ?> settings = new ConsumerMapping(names, properties, defaults, violations)
                .map(
                        hasShape ? key(names, properties, shape) : new ByteArrayDeserializer(),
                        hasShape ? value(names, properties, shape) : new ByteArrayDeserializer());
        // Only now: it makes a lazy bean.
        HandlerMethod method = violations.size() == before ? method(handler, shape) : null;
        return sdk == null || settings == null || method == null
                ? Optional.empty()
                : Optional.of(new HandlerAssembly.Prepared(names, sdk, settings, method));
    }

    private void checkBean(HandlerScan.Found handler) {
        if (!StringUtils.hasText(handler.annotation().value())) {
            refuse(handler, "has no name", "name the consumer, as in @HandlesRecords(\"payments\")");
        }
        if (!beans.isSingleton(handler.beanName())) {
            String bean = ScopedProxyUtils.isScopedTarget(handler.beanName())
                    ? ScopedProxyUtils.getOriginalBeanName(handler.beanName())
                    : handler.beanName();
            refuse(
                    handler,
                    "its bean '" + bean + "' is no singleton, and a consumer has one handler for its whole life",
                    "make the bean a singleton, and take what is scoped from an ObjectProvider in the method");
        }
    }

    private @Nullable KafkaSdk sdk(SettingNames names, @Nullable String cluster) {
        try {
            return beans.getBean(KafkaSdks.class).of(names.of("cluster"), cluster);
        } catch (InvalidSettingsException refused) {
            violations.addAll(refused.violations());
            return null;
        }
    }

    private static String group(@Nullable KafkaSdk sdk, String consumer) {
        return sdk == null ? consumer : sdk.application() + "." + consumer;
    }

    private HandlerThreads threads() {
        return Threading.VIRTUAL.isActive(environment) ? HandlerThreads.VIRTUAL : HandlerThreads.PLATFORM;
    }

    private List<String> topics(HandlerScan.Found handler) {
        List<String> topics = new ArrayList<>();
        for (String declared : handler.annotation().topics()) {
            try {
                String resolved = environment.resolveRequiredPlaceholders(declared);
                topics.addAll(List.of(StringUtils.tokenizeToStringArray(resolved, ",")));
            } catch (IllegalArgumentException unresolved) {
                refuse(
                        handler,
                        "its topic '" + declared + "' has a placeholder without a value",
                        "set that property, or give it a default as in ${orders.topic:orders}");
            }
        }
        return topics;
    }

    private Deserializer<?> key(SettingNames names, ConsumerProperties properties, HandlerShape shape) {
        return types().deserializer(
                        names.of("key-deserializer"), properties.keyDeserializer(), shape.key(), DEFAULT_KEY);
    }

    private Deserializer<?> value(SettingNames names, ConsumerProperties properties, HandlerShape shape) {
        return types().deserializer(
                        names.of("value-deserializer"), properties.valueDeserializer(), shape.value(), null);
    }

    private RecordTypes types() {
        return new RecordTypes(beans.getBean(RecordFormats.class), beans, violations);
    }

    private @Nullable HandlerMethod method(HandlerScan.Found handler, HandlerShape shape) {
        Object bean = beans.getBean(handler.beanName());
        if (AopUtils.isCglibProxy(bean) && Modifier.isFinal(handler.method().getModifiers())) {
            refuse(handler, "is final, and the proxy of its bean cannot pass it on", "remove final");
            return null;
        }
        try {
            Method method = AopUtils.selectInvocableMethod(handler.method(), bean.getClass());
            ReflectionUtils.makeAccessible(method);
            return new HandlerMethod(bean, method, shape);
        } catch (IllegalStateException notOnTheProxy) {
            refuse(
                    handler,
                    "is not on any interface that the proxy of its bean has",
                    "declare it on the interface, or set spring.aop.proxy-target-class to true");
            return null;
        }
    }

    private void refuse(HandlerScan.Found handler, String rule, String cure) {
        violations.add(new Violation(
                "@HandlesRecords " + handler.text(), "'" + handler.annotation().value() + "'", rule, cure));
    }
}
