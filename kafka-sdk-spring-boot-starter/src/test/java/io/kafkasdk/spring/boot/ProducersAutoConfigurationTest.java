package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.spring.boot.RecordFormatsTest.Line;
import io.kafkasdk.spring.boot.RecordFormatsTest.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ProducersAutoConfigurationTest {

    private static final String PREFIX = "kafka-sdk.producers.";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    KafkaSdkAutoConfiguration.class,
                    RecordFormatsAutoConfiguration.class,
                    ProducersAutoConfiguration.class,
                    JacksonAutoConfiguration.class))
            .withPropertyValues("spring.application.name=shop", "kafka-sdk.bootstrap-servers=localhost:1");

    @Test
    void makesAProducerForEachName() {
        application
                .withPropertyValues(PREFIX + "orders.topics=orders", PREFIX + "order-events.max-block=2s")
                .run(context -> {
                    assertThat(context.getBeanNamesForType(GuardedProducer.class))
                            .containsExactlyInAnyOrder("ordersProducer", "orderEventsProducer");
                    KafkaSdk sdk = context.getBean(KafkaSdk.class);
                    assertThat(sdk.producers())
                            .extracting(GuardedProducer::clientId)
                            .containsExactlyInAnyOrder("shop.orders", "shop.order-events");
                    assertThat(context.getBean("ordersProducer")).isIn(sdk.producers());
                });
    }

    @Test
    void makesNoneWhereNoneIsDeclared() {
        application.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(GuardedProducer.class));
    }

    @Test
    void makesNothingWhenSwitchedOff() {
        application
                .withPropertyValues("kafka-sdk.enabled=false", PREFIX + "orders.topics=orders")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(GuardedProducer.class)
                        .doesNotHaveBean(NamedProducers.class)
                        .doesNotHaveBean(RecordFormats.class));
    }

    @Test
    void injectsByNameAndByTypes() {
        application
                .withUserConfiguration(Serializers.class)
                .withPropertyValues(
                        PREFIX + "texts.topics=texts",
                        PREFIX + "orders.value-serializer=json",
                        PREFIX + "lines.value-serializer=lineSerializer",
                        PREFIX + "ids.key-serializer=uuid",
                        PREFIX + "ids.value-serializer=bytes")
                .withBean(Wanting.class)
                .run(context -> {
                    Wanting wanting = context.getBean(Wanting.class);
                    assertThat(wanting.qualified()).isSameAs(context.getBean("ordersProducer"));
                    assertThat(wanting.ids()).isSameAs(context.getBean("idsProducer"));
                    assertThat(wanting.lines()).isSameAs(context.getBean("linesProducer"));
                    assertThat(wanting.onlyOneThatMayTakeOrders()).isSameAs(context.getBean("ordersProducer"));
                    assertThat(wanting.texts()).isSameAs(context.getBean("textsProducer"));
                });
    }

    @Test
    void backsOffWhereTheApplicationHasAProducerOfThatName() {
        application
                .withUserConfiguration(OwnProducer.class)
                .withPropertyValues(PREFIX + "orders.topics=orders")
                .run(context -> {
                    assertThat(context).hasSingleBean(GuardedProducer.class);
                    assertThat(context.getBean("ordersProducer", GuardedProducer.class)
                                    .clientId())
                            .isEqualTo("shop.own");
                });
    }

    @Test
    void leavesTheNameToAComponentThatIsNoProducer() {
        application
                .withBean("ordersProducer", OrdersProducer.class)
                .withPropertyValues(PREFIX + "orders.topics=orders")
                .run(context -> assertThat(
                                context.getBean(OrdersProducer.class).orders().clientId())
                        .isEqualTo("shop.orders"));
    }

    @Test
    void leavesClosingToTheSdk() {
        List<String> ends = new ArrayList<>();
        List<GuardedProducer<?, ?>> producers = new ArrayList<>();
        application
                .withUserConfiguration(Serializers.class)
                .withPropertyValues(PREFIX + "lines.value-serializer=lineSerializer")
                .withBean(LastWords.class)
                .run(context -> {
                    context.getBean(LastWords.class).ends = ends;
                    context.getBean(LineSerializer.class).ends = ends;
                    producers.add(context.getBean(GuardedProducer.class));
                });
        assertThat(ends).as("who sends at its end still can").containsExactly("sends", "serializer closed");
        assertThat(producers.get(0).send("lines", null, null))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withMessageContaining("closed");
    }

    @Test
    void tellsAllThatIsWrongWithAllProducersAtOnce() {
        application
                .withPropertyValues(
                        PREFIX + "orders.value-serializer=com.acme.OrderSerializer",
                        PREFIX + "orders.max-block=2m",
                        PREFIX + "audit.cluster=nowhere",
                        PREFIX + "audit.properties.acks=1")
                .run(context -> {
                    FailureAnalysis analysis = analyze(context.getStartupFailure());
                    assertThat(analysis.getDescription())
                            .contains(
                                    "kafka-sdk.producers.orders.value-serializer = 'com.acme.OrderSerializer': looks like"
                                            + " a class name, and no class is loaded from a property",
                                    "kafka-sdk.producers.orders.max-block = 2m: must be from 1ms to 1m",
                                    "kafka-sdk.producers.audit.cluster = 'nowhere': names no cluster",
                                    "kafka-sdk.producers.audit.properties.acks = '1': is owned by the SDK");
                    assertThat(analysis.getAction())
                            .contains("declare a Serializer bean of it and give the bean's name")
                            .contains("kafka-sdk.clusters.nowhere.topics[].durability=leader");
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            topics=a b                  | topics                | 'a b': a topic name has 1 to 249 letters
            max-block=0ms               | max-block             | 0ms: must be from 1ms to 1m
            max-block=61s               | max-block             | 61s: must be from 1ms to 1m
            delivery-timeout=999ms      | delivery-timeout      | 999ms: must be from 1s to 1h
            delivery-timeout=61m        | delivery-timeout      | 61m: must be from 1s to 1h
            max-in-flight-records=0     | max-in-flight-records | 0: must be from 1 to 1000000
            max-in-flight-records=1000001 | max-in-flight-records | 1000001: must be from 1 to 1000000
            max-in-flight-size=1023B    | max-in-flight-size    | 1023: must be from 1024 to 1099511627776
            max-in-flight-size=2TB      | max-in-flight-size    | 2199023255552: must be from 1024 to
            records-per-second=0        | records-per-second    | 0: must be from 1 to 10000000
            records-per-second=10000001 | records-per-second    | 10000001: must be from 1 to 10000000
            key-serializer=text         | key-serializer        | 'text': is neither one of string, bytes
            value-serializer=no         | value-serializer      | 'no': is neither one of string, bytes
            properties.linger.mss=1     | properties.linger.mss | [hidden]: is not a property of this Kafka client
            properties.max.block.ms=1   | properties.max.block.ms | '1': is owned by the SDK
            properties.client.id=x      | properties.client.id  | 'x': is owned by the SDK
            cluster=nowhere             | cluster               | 'nowhere': names no cluster
            """)
    void tellsABadValueByItsProperty(String property, String name, String told) {
        application.withPropertyValues(PREFIX + "orders." + property).run(context -> {
            String prefix = "    " + PREFIX + "orders." + name + " = ";
            assertThat(analyze(context.getStartupFailure()).getDescription()).contains(prefix + told);
        });
    }

    @Test
    void tellsABadNameAndTwoNamesOfOneBean() {
        application
                .withPropertyValues(PREFIX + "[my orders].topics=orders")
                .run(context -> assertThat(analyze(context.getStartupFailure()).getDescription())
                        .contains(PREFIX + "my orders = 'my orders': must be 1 to 200 letters"));
        application
                .withPropertyValues(PREFIX + "order-events.topics=a", PREFIX + "[orderEvents].topics=b")
                .run(context -> assertThat(analyze(context.getStartupFailure()).getDescription())
                        .contains("would be the bean orderEventsProducer, and so would " + PREFIX));
    }

    @Test
    void jsonWithoutJacksonSaysWhatToAdd() {
        application
                .withClassLoader(new FilteredClassLoader("tools.jackson"))
                .withPropertyValues(PREFIX + "orders.value-serializer=json")
                .run(context -> {
                    FailureAnalysis analysis = analyze(context.getStartupFailure());
                    assertThat(analysis.getDescription()).contains("needs Jackson 3, which is not on the class path");
                    assertThat(analysis.getAction())
                            .contains("add the dependency org.springframework.boot:spring-boot-starter-jackson");
                });
    }

    private static FailureAnalysis analyze(Throwable failure) {
        return Objects.requireNonNull(new KafkaSdkFailureAnalyzer().analyze(failure));
    }

    record Wanting(
            @Qualifier("orders") GuardedProducer<String, Order> qualified,
            GuardedProducer<UUID, byte[]> ids,
            GuardedProducer<String, Line> lines,
            GuardedProducer<String, Order> onlyOneThatMayTakeOrders,
            GuardedProducer<String, String> texts) {}

    record OrdersProducer(@Qualifier("orders") GuardedProducer<String, String> orders) {}

    @Configuration(proxyBeanMethods = false)
    static class Serializers {

        @Bean
        LineSerializer lineSerializer() {
            return new LineSerializer();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnProducer {

        @Bean(destroyMethod = "")
        GuardedProducer<String, String> ordersProducer(KafkaSdk sdk) {
            return sdk.producer(ProducerSettings.named("own", new StringSerializer(), new StringSerializer()));
        }
    }

    static final class LineSerializer implements Serializer<Line> {

        private List<String> ends = new ArrayList<>();

        @Override
        public byte[] serialize(String topic, Line line) {
            return new byte[0];
        }

        @Override
        public void close() {
            ends.add("serializer closed");
        }
    }

    /** Sends while it is destroyed. */
    static final class LastWords implements DisposableBean {

        private final GuardedProducer<String, Line> producer;
        private List<String> ends = new ArrayList<>();

        LastWords(GuardedProducer<String, Line> producer) {
            this.producer = producer;
        }

        @Override
        public void destroy() {
            boolean refused = producer.send("lines", "1", new Line("tea", 1)).isDone();
            ends.add(refused ? "too late" : "sends");
        }
    }
}
