package io.kafkasdk.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.acks.AcksVerdict;
import io.kafkasdk.acks.VerdictListener;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.ProducerSettings;
import io.kafkasdk.spring.boot.handler.KafkaSdkHandlerAutoConfiguration;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@KafkaClusterTest(brokers = 1)
class KafkaSdkStarterIT {

    private static final int RECORDS = 100;

    @Test
    void producesAndConsumesThroughBeansAndCommitsAllAtShutdown(KafkaCluster cluster) throws Exception {
        cluster.createTopic("greetings", 2, 1);
        Observed observed = new Observed();
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(KafkaSdkAutoConfiguration.class, KafkaSdkHandlerAutoConfiguration.class))
                .withUserConfiguration(Greetings.class)
                .withBean(Observed.class, () -> observed)
                .withPropertyValues(
                        "spring.application.name=greeter",
                        "spring.kafka.bootstrap-servers=" + cluster.bootstrapServers())
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    GuardedProducer<String, String> producer =
                            context.getBean(Greetings.Sender.class).producer();
                    for (int i = 0; i < RECORDS; i++) {
                        assertThat(producer.send("greetings", "key-" + i, "hello"))
                                .succeedsWithin(Duration.ofSeconds(30));
                    }
                    await().atMost(Duration.ofSeconds(30))
                            .untilAsserted(() -> assertThat(observed.keys).hasSize(RECORDS));
                    assertThat(observed.verdicts).containsExactly(AcksVerdict.Kind.NO_REDUNDANCY);
                });

        assertThat(observed.states)
                .containsExactly(ConsumerState.RUNNING, ConsumerState.DRAINING, ConsumerState.CLOSED);
        Map<TopicPartition, OffsetAndMetadata> committed = cluster.admin()
                .listConsumerGroupOffsets("greeters")
                .partitionsToOffsetAndMetadata()
                .get();
        assertThat(committed.values().stream()
                        .mapToLong(OffsetAndMetadata::offset)
                        .sum())
                .isEqualTo(RECORDS);
    }

    @Configuration(proxyBeanMethods = false)
    static class Greetings {

        @Bean
        Sender sender(KafkaSdk sdk) {
            return new Sender(
                    sdk.producer(ProducerSettings.named("greetings", new StringSerializer(), new StringSerializer())
                            .topics("greetings")));
        }

        @Bean
        ManagedConsumer greeters(KafkaSdk sdk, Observed observed) {
            return sdk.consumer(
                    ConsumerSettings.group("greeters", new StringDeserializer(), new StringDeserializer())
                            .topics("greetings"),
                    record -> observed.keys.add(record.key()));
        }

        @Bean
        VerdictListener verdicts(Observed observed) {
            return (verdict, policy) -> observed.verdicts.add(verdict.kind());
        }

        @Bean
        ConsumerListener states(Observed observed) {
            return new ConsumerListener() {
                @Override
                public void stateChanged(String group, ConsumerState state) {
                    observed.states.add(state);
                }
            };
        }

        record Sender(GuardedProducer<String, String> producer) {}
    }

    static final class Observed {

        private final Set<String> keys = ConcurrentHashMap.newKeySet();
        private final List<AcksVerdict.Kind> verdicts = new CopyOnWriteArrayList<>();
        private final List<ConsumerState> states = new CopyOnWriteArrayList<>();
    }
}
