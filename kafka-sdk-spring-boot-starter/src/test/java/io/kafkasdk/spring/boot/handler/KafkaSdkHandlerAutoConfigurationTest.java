package io.kafkasdk.spring.boot.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.spring.boot.KafkaSdkAutoConfiguration;
import io.kafkasdk.spring.boot.RecordFormatsAutoConfiguration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class KafkaSdkHandlerAutoConfigurationTest {

    /** With it the start asks no cluster for its protocol, which takes 5 s where none is. */
    private static final String CLASSIC = "kafka-sdk.consumers.refunds.properties.group.protocol=classic";

    private final ApplicationContextRunner bare = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaSdkAutoConfiguration.class,
                    RecordFormatsAutoConfiguration.class,
                    KafkaSdkHandlerAutoConfiguration.class));
    private final ApplicationContextRunner application = bare.withPropertyValues(
            "spring.application.name=shop", "kafka-sdk.bootstrap-servers=localhost:1", "kafka-sdk.auto-start=false");

    @Test
    void makesAConsumerOfEachMethodAndStartsItWithTheApplication() {
        application
                .withPropertyValues(
                        "kafka-sdk.auto-start=true", "kafka-sdk.consumers.payments.auto-start=false", CLASSIC)
                .withBean(Payments.class)
                .run(context -> {
                    HandlerConsumers consumers = context.getBean(HandlerConsumers.class);
                    assertThat(consumers.byName()).containsOnlyKeys("payments", "refunds");
                    ManagedConsumer payments = consumers.byName().get("payments");
                    assertThat(payments.group()).isEqualTo("shop.payments");
                    assertThat(payments.clientId()).isEqualTo("shop.shop.payments");
                    await().until(() -> consumers.byName().get("refunds").state() == ConsumerState.RUNNING);
                    assertThat(payments.state()).isEqualTo(ConsumerState.CREATED);
                });
    }

    @Test
    void leavesAllToTheApplicationWithoutAutoStartButForThoseThatSayOtherwise() {
        application
                .withPropertyValues("kafka-sdk.consumers.refunds.auto-start=true", CLASSIC)
                .withBean(Payments.class)
                .run(context -> {
                    HandlerConsumers consumers = context.getBean(HandlerConsumers.class);
                    await().until(() -> consumers.byName().get("refunds").state() == ConsumerState.RUNNING);
                    assertThat(consumers.byName().get("payments").state()).isEqualTo(ConsumerState.CREATED);
                });
    }

    @Test
    void makesNothingWhenSwitchedOff() {
        bare.withPropertyValues("kafka-sdk.enabled=false")
                .withBean(Payments.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(HandlerConsumers.class)
                        .doesNotHaveBean(ConsumerLifecycle.class));
    }

    @Test
    void usesTheApplicationsOwnSdk() {
        KafkaSdk own = KafkaSdk.builder()
                .application("own")
                .cluster(ClusterSettings.of("localhost:1"))
                .build();
        bare.withBean("own", KafkaSdk.class, () -> own)
                .withPropertyValues("kafka-sdk.auto-start=false")
                .withBean(Payments.class)
                .run(context -> assertThat(own.consumers())
                        .extracting(ManagedConsumer::group)
                        .containsExactlyInAnyOrder("own.payments", "own.refunds"));
    }

    @Test
    void propertiesWinOverTheAnnotation() {
        application
                .withPropertyValues(
                        "kafka-sdk.consumers.payments.topics=other",
                        "kafka-sdk.consumers.payments.group=billing",
                        "kafka-sdk.consumers.payments.instance=pod-1")
                .withBean(Payments.class)
                .run(context -> {
                    ManagedConsumer payments =
                            context.getBean(HandlerConsumers.class).byName().get("payments");
                    assertThat(payments.group()).isEqualTo("billing");
                    assertThat(value(payments, "group.instance.id")).isEqualTo("pod-1");
                });
    }

    @Test
    void fillsInPlaceholdersOfTopics() {
        // Two consumers of one group must read the same topics: so it is refused unless the placeholder becomes these.
        application
                .withPropertyValues("names=b,a", "kafka-sdk.consumers.one.group=g", "kafka-sdk.consumers.two.group=g")
                .withBean(Placeholders.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void refusesAPlaceholderWithoutAValue() {
        application.withBean(Placeholders.class).run(context -> {
            FailureAnalysis analysis = StartFailure.analysis(context);
            assertThat(analysis.getDescription())
                    .contains("@HandlesRecords Placeholders.one(String) = 'one': its topic '${names}' has a placeholder"
                            + " without a value");
            assertThat(analysis.getAction())
                    .contains("set that property, or give it a default as in ${orders.topic:orders}");
        });
    }

    @Test
    void refusesTwoMethodsForOneConsumer() {
        application
                .withBean("first", Payments.class)
                .withBean("again", Payments.class)
                .run(context -> {
                    FailureAnalysis analysis = StartFailure.analysis(context);
                    assertThat(analysis.getDescription())
                            .startsWith("Invalid settings of the consumers of methods with @HandlesRecords:")
                            .contains(
                                    "@HandlesRecords(\"payments\") = Payments.pay(String) of bean 'again': has the name of"
                                            + " Payments.pay(String) of bean 'first'")
                            .contains("@HandlesRecords(\"refunds\") = ");
                    assertThat(analysis.getAction()).contains("give each method a name of its own");
                });
    }

    @Test
    void tellsAllThatIsWrongWithAllConsumersAtOnce() {
        application
                .withPropertyValues(
                        "kafka-sdk.consumers.payments.cluster=nowhere",
                        "kafka-sdk.consumers.payments.concurrency=0",
                        "kafka-sdk.consumers.payments.failures.attempts=3",
                        "kafka-sdk.consumers.refunds.value-deserializer=integer")
                .withBean(Payments.class)
                .withBean(Shapeless.class)
                .run(context -> {
                    FailureAnalysis analysis = StartFailure.analysis(context);
                    assertThat(analysis.getDescription())
                            .contains("kafka-sdk.consumers.payments.cluster = 'nowhere': names no cluster")
                            .contains("kafka-sdk.consumers.payments.concurrency = 0: must be from 1 to 10000")
                            .contains("kafka-sdk.consumers.payments.failures.attempts = '3': has no end to count to")
                            .contains(
                                    "kafka-sdk.consumers.refunds.value-deserializer = 'integer': gives java.lang.Integer")
                            .contains("@HandlesRecords Shapeless.handle(int) = parameter 1 of type int: cannot be null")
                            .contains("kafka-sdk.consumers.shapeless.topics = not set: needs at least one topic");
                });
    }

    @Test
    void tellsOfPropertiesWithoutAMethod(CapturedOutput output) {
        application
                .withPropertyValues("kafka-sdk.consumers.paiments.topics=orders")
                .withBean(Payments.class)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output)
                .contains("WARN")
                .contains("kafka-sdk.consumers.paiments is set, and no method of a bean is annotated with"
                        + " @HandlesRecords(\"paiments\")")
                .doesNotContain("kafka-sdk.consumers.payments is set");
    }

    @Test
    void refusesInPropertyNamesWhatTheGroupRefuses() {
        application
                .withPropertyValues("kafka-sdk.consumers.payments.group=g", "kafka-sdk.consumers.refunds.group=g")
                .withBean(Payments.class)
                .run(context -> assertThat(StartFailure.analysis(context).getDescription())
                        .contains(
                                "kafka-sdk.consumers.refunds.topics = [refunds]: must be the same for all consumers of a"
                                        + " group"));
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void refusesVirtualThreadsOnAJvmWithoutThem() {
        application
                .withPropertyValues("kafka-sdk.consumers.payments.threads=virtual")
                .withBean(Payments.class)
                .run(context -> {
                    FailureAnalysis analysis = StartFailure.analysis(context);
                    assertThat(analysis.getDescription())
                            .contains("kafka-sdk.consumers.payments.threads = VIRTUAL: needs Java 21 or later");
                    assertThat(analysis.getAction()).contains("run on a newer Java, or choose threads=platform");
                });
    }

    @Test
    void readsJsonOnlyWhereThereIsAJsonMapper() {
        application
                .withBean(Orders.class)
                .run(context -> assertThat(StartFailure.analysis(context).getDescription())
                        .contains("kafka-sdk.consumers.orders.value-deserializer = 'json': needs one JsonMapper bean"));
        application
                .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withBean(Orders.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void readsWithTheOneDeserializerBeanOfTheType() {
        application
                .withUserConfiguration(Own.class)
                .withBean(Orders.class)
                .run(context -> assertThat(context).hasNotFailed());
        application
                .withUserConfiguration(Own.class, Others.class)
                .withBean(Orders.class)
                .run(context -> {
                    FailureAnalysis analysis = StartFailure.analysis(context);
                    assertThat(analysis.getDescription())
                            .contains("kafka-sdk.consumers.orders.value-deserializer = not set: there are several"
                                    + " Deserializer beans for ")
                            .contains("mine, theirs");
                    assertThat(analysis.getAction()).contains("set it to the name of one of them");
                });
        application
                .withUserConfiguration(Own.class, Others.class)
                .withPropertyValues("kafka-sdk.consumers.orders.value-deserializer=theirs")
                .withBean(Orders.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void needsTheTypeOfAValueThatIsTaken() {
        application
                .withBean(Untyped.class)
                .run(context -> assertThat(StartFailure.analysis(context).getDescription())
                        .contains(
                                "kafka-sdk.consumers.untyped.value-deserializer = not set: no parameter of the handler"
                                        + " method says of what type it is"));
        application
                .withPropertyValues("kafka-sdk.consumers.untyped.value-deserializer=bytes")
                .withBean(Untyped.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static String value(ManagedConsumer consumer, String key) {
        return consumer.explain().property(key).orElseThrow().value();
    }

    static final class Payments {

        @HandlesRecords(value = "payments", topics = "orders")
        void pay(String order) {}

        @HandlesRecords(value = "refunds", topics = "refunds")
        void refund(String order) {}
    }

    static final class Placeholders {

        @HandlesRecords(value = "one", topics = "${names}")
        void one(String value) {}

        @HandlesRecords(
                value = "two",
                topics = {"a", "${missing:b}"})
        void two(String value) {}
    }

    static final class Shapeless {

        @HandlesRecords("shapeless")
        void handle(int value) {}
    }

    static final class Orders {

        @HandlesRecords(value = "orders", topics = "orders")
        void handle(Order order) {}
    }

    static final class Untyped {

        @HandlesRecords(value = "untyped", topics = "orders")
        void handle(ConsumerRecord<UUID, ?> record) {}
    }

    record Order(String id, List<String> articles) {}

    record OrderReader(String name) implements Deserializer<Order> {

        @Override
        public Order deserialize(String topic, byte[] data) {
            return new Order(name, List.of());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        Deserializer<Order> mine() {
            return new OrderReader("mine");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Others {

        @Bean
        Deserializer<Order> theirs() {
            return new OrderReader("theirs");
        }
    }
}
