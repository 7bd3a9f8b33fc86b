package io.kafkasdk.transaction;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.acks.UnsafeTopicException;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.producer.SendTracing;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.InvalidSettingsException;
import io.kafkasdk.settings.TransactionSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class TransactionPoolTest {

    private static final ClientTuning TUNING = new ClientTuning("TEST", List.of());

    private final GuardFixture fixture = new GuardFixture();
    private final List<Map<String, Object>> configs = new ArrayList<>();
    private final TransactionPool pool = pool(AcksRules.DEFAULT);

    @Test
    void theSameNameAndSettingsGiveTheSameProducer() {
        TransactionalProducer<String, String> first = pool.open(settings("orders"), TUNING);
        assertThat(pool.open(settings("orders"), TUNING)).isSameAs(first);
        assertThat(first.clientId()).isEqualTo("app.orders.tx");
        assertThat(first.transactionalId()).isEqualTo("app.orders.0");
        assertThatThrownBy(() -> pool.open(settings("orders").deliveryTimeout(Duration.ofSeconds(5)), TUNING))
                .hasMessageContaining("Transactional producer 'orders' is open with other settings")
                .hasMessageContaining("they differ in deliveryTimeout");
        first.close();
        assertThat(pool.open(settings("orders").deliveryTimeout(Duration.ofSeconds(5)), TUNING))
                .isNotSameAs(first);
        assertThat(pool.clientIds()).containsExactly("app.orders.tx");
    }

    @Test
    void noClientIsMadeBeforeTheFirstTransactionAndNoneIsWeakerThanPromised() {
        TransactionalProducer<String, String> producer =
                pool.open(settings("orders").transactionTimeout(Duration.ofSeconds(20)), TUNING);
        assertThat(configs).isEmpty();
        producer.run(transaction -> 0);
        assertThat(configs)
                .singleElement()
                .satisfies(config -> assertThat(config)
                        .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                        .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true")
                        .containsEntry(ProducerConfig.CLIENT_ID_CONFIG, "app.orders.tx")
                        .containsEntry(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "app.orders.0")
                        .containsEntry(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, "20000")
                        .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "10000")
                        .containsEntry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "9995")
                        .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000"));
    }

    @Test
    void timesThatContradictEachOtherAreRefusedAtOnceWithTheNumbers() {
        TransactionSettings<String, String> contradictory =
                settings("orders").kafkaProperty("request.timeout.ms", "30000").kafkaProperty("linger.ms", "500");
        assertThatThrownBy(() -> pool.open(contradictory, TUNING))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("transactional producer 'orders'")
                .hasMessageContaining("must be at least linger.ms (500 ms) + request.timeout.ms (30000 ms) = 30500 ms");
    }

    @Test
    void everyPropertyIsExplainedWithoutAClient() {
        TransactionalProducer<String, String> producer = pool.open(settings("orders"), TUNING);
        assertThat(producer.explain().clientId()).isEqualTo("app.orders.tx");
        assertThat(producer.explain().property("transactional.id"))
                .map(ExplainedProperty::value)
                .contains("app.orders.0");
        assertThat(producer.explain().properties())
                .hasSize(ProducerConfig.configNames().size());
        assertThat(configs).isEmpty();
    }

    @Test
    void theRequestTimeoutOfATuningCounts() {
        ClientTuning patient = new ClientTuning(
                "TEST", List.of(new ClientTuning.TunedValue("request.timeout.ms", "20000", "a slow network")));
        pool.open(settings("orders"), patient).run(transaction -> 0);
        assertThat(configs)
                .singleElement()
                .satisfies(config -> assertThat(config).containsEntry("request.timeout.ms", "20000"));
    }

    @Test
    void closingWithoutALimitIsNoMistake() {
        pool.open(settings("orders"), TUNING);
        assertThatCode(() -> pool.close(Duration.ofSeconds(Long.MAX_VALUE))).doesNotThrowAnyException();
    }

    @Test
    void aLeakOfProducersIsStopped() {
        for (int i = 0; i < TransactionPool.MOST_OPEN; i++) {
            assertThat(pool.open(settings("p" + i), TUNING)).isNotNull();
        }
        assertThatThrownBy(() -> pool.open(settings("one-more"), TUNING))
                .isInstanceOfSatisfying(
                        KafkaSdkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.OVERLOADED));
    }

    @Test
    void anUnsafeDeclaredTopicOpensNoProducer() {
        fixture.topic("orders", 2, healthy(1, 2));
        TransactionPool strict = pool(AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL));
        assertThatThrownBy(() -> strict.open(settings("orders").topics("orders"), TUNING))
                .isInstanceOf(UnsafeTopicException.class);
        assertThat(strict.clientIds()).isEmpty();
    }

    @Test
    void aClosedPoolOpensNothingAndItsProducersAreClosed() {
        TransactionalProducer<String, String> producer = pool.open(settings("orders"), TUNING);
        pool.close(Duration.ofSeconds(1));
        pool.close(Duration.ofSeconds(1));
        assertThatThrownBy(() -> producer.run(transaction -> 0)).isInstanceOf(TransactionFailedException.class);
        assertThatThrownBy(() -> pool.open(settings("late"), TUNING))
                .isInstanceOfSatisfying(
                        KafkaSdkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED));
        assertThat(pool.clientIds()).isEmpty();
    }

    private TransactionPool pool(AcksRules rules) {
        return new TransactionPool(
                ClusterSettings.of("127.0.0.1:1"),
                "app",
                new TransactionPool.Watchers(fixture.guard(rules), TransactionListener.NONE, SendTracing.NONE),
                config -> {
                    configs.add(config);
                    return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
                },
                fixture.nanos::get);
    }

    private static TransactionSettings<String, String> settings(String name) {
        return TransactionSettings.named(name, "0", new StringSerializer(), new StringSerializer());
    }
}
