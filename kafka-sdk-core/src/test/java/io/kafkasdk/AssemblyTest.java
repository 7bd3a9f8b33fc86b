package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.TransactionSettings;
import io.kafkasdk.transaction.TransactionalProducer;
import io.kafkasdk.tuning.TuningProfile;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
                AcksRules.DEFAULT,
                registry,
                new Listeners(List.of(), List.of(), List.of()));
        try (KafkaSdk sdk = new KafkaSdk("shop", TuningProfile.BALANCED, assembly)) {
            TransactionalProducer<String, String> producer = sdk.transactionalProducer(
                    TransactionSettings.named("orders", "0", new StringSerializer(), new StringSerializer()));
            assertThat(assembly.openClients()).containsExactly("shop.orders.tx");
            assertThat(registry.find("kafka.sdk.info")
                            .tag("client.id", "shop.orders.tx")
                            .tag("kind", "transactional-producer")
                            .gauge())
                    .isNotNull();
            assertThat(registry.find("kafka.sdk.producer.breaker").gauges())
                    .as("it has none")
                    .isEmpty();
            producer.close();
            assertThat(assembly.openClients()).isEmpty();
        }
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
