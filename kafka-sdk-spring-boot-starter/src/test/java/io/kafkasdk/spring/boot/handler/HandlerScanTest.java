package io.kafkasdk.spring.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.HandlerThreads;
import io.kafkasdk.settings.Violation;
import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import io.kafkasdk.spring.boot.RecordFormatsAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

class HandlerScanTest {

    private static final AtomicInteger MADE = new AtomicInteger();

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaSdkAutoConfiguration.class,
                    RecordFormatsAutoConfiguration.class,
                    KafkaSdkHandlerAutoConfiguration.class))
            .withPropertyValues(
                    "spring.application.name=shop",
                    "kafka-sdk.bootstrap-servers=localhost:1",
                    "kafka-sdk.auto-start=false");

    @BeforeEach
    void forget() {
        MADE.set(0);
    }

    @Test
    void callsAPackagePrivateMethodThroughAProxyOfTheClass() {
        application
                .withUserConfiguration(ClassProxies.class)
                .withBean(Plain.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    Plain bean = context.getBean(Plain.class);
                    assertThat(AopUtils.isCglibProxy(bean)).isTrue();
                    prepared(context).method().handle(new ConsumerRecord<String, String>("t", 0, 0, null, "value"));
                    assertThat(bean.got()).containsExactly("value");
                });
    }

    @Test
    void refusesAFinalMethodBehindAProxyOfTheClass() {
        application
                .withUserConfiguration(ClassProxies.class)
                .withBean(Final.class)
                .run(context -> assertThat(StartFailure.analysis(context).getDescription())
                        .contains(
                                "@HandlesRecords Final.handle(String) = 'final': is final, and the proxy of its bean cannot"
                                        + " pass it on"));
    }

    @Test
    void callsAMethodOfAnInterfaceThroughAProxyOfIt() {
        application
                .withUserConfiguration(InterfaceProxies.class)
                .withBean(OnInterface.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Handling.class)))
                            .isTrue();
                    prepared(context).method().handle(new ConsumerRecord<String, String>("t", 0, 0, null, "value"));
                    assertThat(MADE).hasValue(1);
                });
    }

    @Test
    void refusesAMethodThatTheProxyOfAnInterfaceDoesNotHave() {
        application
                .withUserConfiguration(InterfaceProxies.class)
                .withBean(BesideInterface.class)
                .run(context -> assertThat(StartFailure.analysis(context).getDescription())
                        .contains(
                                "@HandlesRecords BesideInterface.other(String) = 'beside': is not on any interface that the"
                                        + " proxy of its bean has"));
    }

    @Test
    void makesALazyBeanOnlyWhereItHandlesRecords() {
        application.withUserConfiguration(LazyBeans.class).run(context -> {
            assertThat(context.getBean(HandlerConsumers.class).byName()).containsOnlyKeys("lazy");
            assertThat(MADE).as("the one with a handler").hasValue(1);
            assertThat(context.getBeanFactory().containsSingleton("without")).isFalse();
            assertThat(context.getBeanFactory().containsSingleton("factory")).isFalse();
        });
    }

    @Test
    void findsHandlersWhereAllBeansAreLazy() {
        application
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withBean(Plain.class)
                .run(context -> assertThat(
                                context.getBean(HandlerConsumers.class).byName())
                        .containsOnlyKeys("plain"));
    }

    @Test
    void refusesABeanThatIsMadeAnewForEachUse() {
        application
                .withUserConfiguration(Prototype.class)
                .run(
                        context -> assertThat(StartFailure.analysis(context).getDescription())
                                .contains(
                                        "@HandlesRecords Plain.handle(String) = 'plain': its bean 'prototype' is no singleton"));
    }

    @Test
    void refusesAScopedBeanByItsOwnName() {
        application
                .withInitializer(context -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
                .withUserConfiguration(Scoped.class)
                .run(context -> assertThat(StartFailure.analysis(context).getDescription())
                        .contains("@HandlesRecords Plain.handle(String) = 'plain': its bean 'scoped' is no singleton")
                        .doesNotContain("has the name of"));
    }

    @Test
    void runsHandlersOnVirtualThreadsWhereBootDoesAndTheJvmHasThem() {
        HandlerThreads best = Runtime.version().feature() >= 21 ? HandlerThreads.VIRTUAL : HandlerThreads.PLATFORM;
        application
                .withPropertyValues("spring.threads.virtual.enabled=true")
                .withBean(Plain.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(prepared(context).settings().threads()).isEqualTo(best);
                });
        application
                .withBean(Plain.class)
                .run(context ->
                        assertThat(prepared(context).settings().threads()).isEqualTo(HandlerThreads.PLATFORM));
    }

    private static HandlerAssembly.Prepared prepared(AssertableApplicationContext context) {
        ConfigurableApplicationContext source =
                context.getSourceApplicationContext(ConfigurableApplicationContext.class);
        List<Violation> violations = new ArrayList<>();
        HandlerPreparation preparation =
                new HandlerPreparation(source.getBeanFactory(), source.getEnvironment(), violations);
        HandlerScan.Found found =
                new HandlerScan(source.getBeanFactory()).find().get(0);
        return preparation.prepare(found, ConsumerMapping.UNSET).orElseThrow();
    }

    static class Plain {

        private final List<String> got = new ArrayList<>();

        Plain() {
            MADE.incrementAndGet();
        }

        @HandlesRecords(value = "plain", topics = "t")
        void handle(String value) {
            got.add(value);
        }

        /** Makes the bean one that is proxied. */
        @Async
        public void later() {}

        List<String> got() {
            return got;
        }
    }

    static class Final {

        @HandlesRecords(value = "final", topics = "t")
        final void handle(String value) {}

        @Async
        public void later() {}
    }

    interface Handling {

        void handle(String value);
    }

    static class OnInterface implements Handling {

        @Override
        @HandlesRecords(value = "interface", topics = "t")
        public void handle(String value) {
            MADE.incrementAndGet();
        }

        @Async
        public void later() {}
    }

    static class BesideInterface implements Handling {

        @Override
        public void handle(String value) {}

        @HandlesRecords(value = "beside", topics = "t")
        public void other(String value) {}

        @Async
        public void later() {}
    }

    static class LazyHandler {

        LazyHandler() {
            MADE.incrementAndGet();
        }

        @HandlesRecords(value = "lazy", topics = "t")
        void handle(String value) {}
    }

    static class Without {

        Without() {
            MADE.incrementAndGet();
        }
    }

    static class Factory implements FactoryBean<Without> {

        Factory() {
            MADE.incrementAndGet();
        }

        @Override
        public Without getObject() {
            return new Without();
        }

        @Override
        public Class<?> getObjectType() {
            return Without.class;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync(proxyTargetClass = true)
    static class ClassProxies {}

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class InterfaceProxies {}

    @Configuration(proxyBeanMethods = false)
    static class LazyBeans {

        @Bean
        @Lazy
        LazyHandler lazy() {
            return new LazyHandler();
        }

        @Bean
        @Lazy
        Without without() {
            return new Without();
        }

        @Bean
        @Lazy
        Factory factory() {
            return new Factory();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Prototype {

        @Bean
        @Scope("prototype")
        Plain prototype() {
            return new Plain();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Scoped {

        @Bean
        @Scope(value = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
        Plain scoped() {
            return new Plain();
        }
    }
}
