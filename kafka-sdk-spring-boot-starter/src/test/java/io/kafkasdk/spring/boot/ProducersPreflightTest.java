package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

/** A cluster that is away neither delays nor prevents the start. */
class ProducersPreflightTest {

    /** A look at a topic that nobody answers takes 5 s: whoever waits for one is over this. */
    private static final Duration WITHOUT_WAITING = Duration.ofSeconds(4);
    /** The patience, and the slowness of a busy build machine. */
    private static final Duration PATIENCE = ProducersPreflight.REFUSING_PATIENCE.plusMillis(400);

    /** Classes that are loaded for the first time take their time too. */
    @BeforeAll
    static void loadClasses() {
        starter("127.0.0.1:1").run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aPortWhereNothingListensHoldsUpNothing() throws IOException {
        String address;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "127.0.0.1:" + closed.getLocalPort();
        }
        startsAtOnce(address);
    }

    @Test
    void anAddressThatAcceptsAndSaysNothingHoldsUpNothing() throws IOException {
        // Its backlog accepts connections that nobody reads.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            startsAtOnce("127.0.0.1:" + silent.getLocalPort());
        }
    }

    private static ApplicationContextRunner starter(String address, String... properties) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        KafkaSdkAutoConfiguration.class,
                        RecordFormatsAutoConfiguration.class,
                        ProducersAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=shop",
                        "kafka-sdk.acks-policy=fail",
                        "kafka-sdk.bootstrap-servers=" + address,
                        "kafka-sdk.producers.orders.value-serializer=string",
                        "kafka-sdk.producers.audit.value-serializer=string")
                .withPropertyValues(properties);
    }

    private static void startsAtOnce(String address) {
        long begin = System.nanoTime();
        starter(address, "kafka-sdk.producers.orders.topics=orders", "kafka-sdk.producers.audit.topics=audit")
                .run(context -> {
                    Duration start = Duration.ofNanos(System.nanoTime() - begin);
                    assertThat(context).hasNotFailed();
                    long again = System.nanoTime();
                    context.getBean(ProducersPreflight.class).afterSingletonsInstantiated();
                    Duration waited = Duration.ofNanos(System.nanoTime() - again);
                    System.out.println(address + ": started in " + start.toMillis() + " ms, waited for the cluster "
                            + waited.toMillis() + " ms at the most");
                    assertThat(start).isLessThan(WITHOUT_WAITING);
                    assertThat(waited).isLessThan(PATIENCE);
                });
    }

    @Test
    void onlyWhereSomethingCanBeRefusedItWaitsLonger() {
        assertThat(patience("kafka-sdk.acks-policy=warn")).isEqualTo(ProducersPreflight.PATIENCE);
        assertThat(patience("kafka-sdk.acks-policy=fail")).isEqualTo(ProducersPreflight.REFUSING_PATIENCE);
        assertThat(patience("kafka-sdk.topics[0].pattern=a", "kafka-sdk.topics[0].acks-policy=fail"))
                .isEqualTo(ProducersPreflight.REFUSING_PATIENCE);
        assertThat(patience("kafka-sdk.clusters.eu.acks-policy=fail")).isEqualTo(ProducersPreflight.REFUSING_PATIENCE);
    }

    private static Duration patience(String... properties) {
        MockEnvironment environment = new MockEnvironment();
        for (String property : properties) {
            environment.withProperty(
                    property.substring(0, property.indexOf('=')), property.substring(property.indexOf('=') + 1));
        }
        return ProducersPreflight.patience(Binder.get(environment).bindOrCreate("kafka-sdk", KafkaSdkProperties.class));
    }
}
