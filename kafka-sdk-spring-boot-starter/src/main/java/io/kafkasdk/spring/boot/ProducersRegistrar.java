package io.kafkasdk.spring.boot;

import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.Violation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.StringUtils;

/**
 * Registers a bean for each of {@code kafka-sdk.producers}. Plain definitions with a factory method, which ahead-of-time
 * processing can write down; instance suppliers it cannot.
 */
final class ProducersRegistrar implements ImportBeanDefinitionRegistrar {

    /** The bean whose factory method makes the producers. */
    static final String FACTORY = "kafkaSdkProducers";

    static final String PREFIX = "kafka-sdk.producers";

    private static final ResolvableType UNKNOWN = ResolvableType.forClass(GuardedProducer.class);

    private final Environment environment;
    private final ConfigurableListableBeanFactory beans;
    private final RecordFormats formats;

    ProducersRegistrar(Environment environment, BeanFactory beans) {
        this.environment = environment;
        this.beans = (ConfigurableListableBeanFactory) beans;
        this.formats = new RecordFormats(this.beans);
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importer, BeanDefinitionRegistry registry) {
        // Values that do not fit are told when all properties are bound.
        Map<String, ProducerProperties> producers = Binder.get(environment)
                .bind(PREFIX, Bindable.mapOf(String.class, ProducerProperties.class), new IgnoreErrorsBindHandler())
                .orElseGet(Map::of);
        Map<String, String> names = new HashMap<>();
        producers.forEach((name, wanted) -> {
            String bean = beanName(name);
            String other = names.put(bean, name);
            if (other != null) {
                throw sameBean(name, other, bean);
            }
            String free = freeName(bean);
            if (free != null) {
                registry.registerBeanDefinition(free, definition(name, free, wanted));
            }
        });
    }

    /** Returns the name of the bean of a producer: {@code order-events} is {@code orderEventsProducer}. */
    static String beanName(String producer) {
        StringBuilder camelCased = new StringBuilder();
        for (String word : StringUtils.delimitedListToStringArray(producer, "-")) {
            camelCased.append(camelCased.isEmpty() ? word : StringUtils.capitalize(word));
        }
        return camelCased + "Producer";
    }

    /** Returns null where the application has such a producer itself. */
    private @Nullable String freeName(String bean) {
        if (!beans.containsBean(bean)) {
            return bean;
        }
        // Somebody's class OrdersProducer, which is a component, is no replacement: it wants the producer.
        return beans.isTypeMatch(bean, GuardedProducer.class) ? null : bean + "Client";
    }

    private RootBeanDefinition definition(String name, String bean, ProducerProperties wanted) {
        RootBeanDefinition definition = new RootBeanDefinition();
        ResolvableType keys = formats.written(wanted.keySerializer());
        ResolvableType values = formats.written(wanted.valueSerializer());
        definition.setTargetType(ResolvableType.forClassWithGenerics(GuardedProducer.class, keys, values));
        definition.setFactoryBeanName(FACTORY);
        definition.setFactoryMethodName("open");
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(1, bean);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setDescription(PREFIX + "." + name);
        finish(definition, isOpen(keys), isOpen(values));
        return definition;
    }

    /** Sets what ahead-of-time processing cannot write down itself; what it writes calls this, too. */
    static void finish(RootBeanDefinition definition, boolean openKeys, boolean openValues) {
        // The SDK closes it: after the consumers, whose handlers may still send.
        definition.setDestroyMethodName("");
        ResolvableType type = definition.getResolvableType();
        definition.setTargetType(ResolvableType.forClassWithGenerics(
                GuardedProducer.class,
                (openKeys ? UNKNOWN : type).getGeneric(0),
                (openValues ? UNKNOWN : type).getGeneric(1)));
    }

    /** What takes any object is open: the injection point decides. */
    private static boolean isOpen(ResolvableType type) {
        Class<?> resolved = type.resolve();
        return resolved == null || resolved == Object.class;
    }

    private static InvalidSettingsException sameBean(String name, String other, String bean) {
        return new InvalidSettingsException(
                "the Kafka SDK",
                List.of(new Violation(
                        PREFIX + "." + name,
                        "'" + name + "'",
                        "would be the bean " + bean + ", and so would " + PREFIX + "." + other,
                        "rename one of them")));
    }
}
