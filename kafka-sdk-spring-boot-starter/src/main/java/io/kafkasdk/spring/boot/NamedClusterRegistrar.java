package io.kafkasdk.spring.boot;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers a {@code KafkaSdk} bean for each of {@code kafka-sdk.clusters}. They are fallbacks: the main cluster's, or the
 * application's own, is injected where no name is given.
 *
 * <p>Ahead of time, the names are those of the build; addresses and everything else are read at run time.
 */
final class NamedClusterRegistrar implements ImportBeanDefinitionRegistrar {

    private final Environment environment;

    NamedClusterRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        for (String alias : ClusterNames.named(environment)) {
            String bean = ClusterNames.beanOf(alias);
            if (!registry.containsBeanDefinition(bean)) {
                registry.registerBeanDefinition(bean, sdkOf(alias));
            }
        }
    }

    private static BeanDefinition sdkOf(String alias) {
        RootBeanDefinition sdk = new RootBeanDefinition(KafkaSdkFactory.class);
        sdk.setFactoryBeanName(KafkaSdkAutoConfiguration.ASSEMBLY);
        sdk.setFactoryMethodName("make");
        sdk.getConstructorArgumentValues().addIndexedArgumentValue(0, alias);
        sdk.addQualifier(new AutowireCandidateQualifier(Qualifier.class, alias));
        sdk.setFallback(true);
        return sdk;
    }
}
