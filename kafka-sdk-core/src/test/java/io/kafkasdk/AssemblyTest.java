package io.kafkasdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.ClusterSettings;
import org.junit.jupiter.api.Test;

class AssemblyTest {

    private final ClusterSettings cluster = ClusterSettings.of("a:1");

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
