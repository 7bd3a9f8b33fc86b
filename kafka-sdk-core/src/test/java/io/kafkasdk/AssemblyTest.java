package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.metrics.MetricsOptions;
import io.kafkasdk.metrics.OpenClient;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.TransactionSettings;
import io.kafkasdk.tracing.KafkaSdkTracing;
import io.kafkasdk.transaction.TransactionalProducer;
import io.kafkasdk.tuning.TuningGoal;
import io.kafkasdk.tuning.TuningOptions;
import io.kafkasdk.tuning.TuningProfile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class AssemblyTest {

    private final ClusterSettings cluster = ClusterSettings.of("a:1");

    @Test
    void aTransactionalProducerIsKnownToTheMetersForAsLongAsItIsOpen() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Assembly assembly = new Assembly(
                new Assembly.Identity(cluster, "shop"),
                new Assembly.Rules(AcksRules.DEFAULT, TuningOptions.DEFAULT),
                new Assembly.Metering(registry, MetricsOptions.DEFAULT),
                KafkaSdkTracing.of(ObservationRegistry.NOOP),
                new Listeners(List.of(), List.of(), List.of()));
        try (KafkaSdk sdk = new KafkaSdk("shop", TuningProfile.BALANCED, assembly)) {
            TransactionalProducer<String, String> producer = sdk.transactionalProducer(
                    TransactionSettings.named("orders", "0", new StringSerializer(), new StringSerializer()));
            assertThat(assembly.openClients())
                    .containsExactly(new OpenClient(OpenClient.TRANSACTIONAL_PRODUCER, "shop.orders.tx"));
            assertThat(registry.find("kafka.sdk.info")
                            .tag("client.id", "shop.orders.tx")
                            .tag("kind", "transactional-producer")
                            .gauge())
                    .isNotNull();
            assertThat(registry.find("kafka.sdk.circuit.state").gauges())
                    .as("it has none")
                    .isEmpty();
            producer.close();
            assertThat(assembly.openClients()).isEmpty();
        }
    }

    @Test
    void withoutOptionsTheGoalOfTheAdviceIsThatOfTheProfile() {
        Assembly.Rules silent = new Assembly.Rules(AcksRules.DEFAULT, null);
        assertThat(silent.of(TuningProfile.LOW_LATENCY).tuning())
                .isEqualTo(TuningOptions.DEFAULT.goal(TuningGoal.LATENCY));
        assertThat(silent.of(TuningProfile.THROUGHPUT).tuning()).isEqualTo(TuningOptions.DEFAULT);
        Assembly.Rules told = new Assembly.Rules(AcksRules.DEFAULT, TuningOptions.DEFAULT.goal(TuningGoal.BYTES));
        assertThat(told.of(TuningProfile.LOW_LATENCY)).isEqualTo(told);
    }

    @Test
    void theAdminDoesNotRebootstrapInATightLoopUnlessAskedTo() {
        var identity = new Assembly.Identity(cluster, "orders");
        assertThat(identity.adminConfig())
                .containsEntry("client.id", "orders.admin")
                .containsEntry("metadata.recovery.strategy", "none");
        var asked = new Assembly.Identity(cluster.kafkaProperty("metadata.recovery.strategy", "rebootstrap"), "orders");
        assertThat(asked.adminConfig()).containsEntry("metadata.recovery.strategy", "rebootstrap");
    }
}
