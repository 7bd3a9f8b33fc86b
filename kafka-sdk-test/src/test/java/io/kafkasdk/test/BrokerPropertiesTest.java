package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerPropertiesTest {
    @ParameterizedTest
    @CsvSource({"1,1,1", "2,2,1", "3,3,2", "5,3,2"})
    void replicasAndMinInSyncSuitTheNumberOfBrokers(int brokers, String replicas, String minInSync) {
        Map<String, String> properties = of(brokers, false, Map.of());

        assertThat(properties)
                .containsEntry("default.replication.factor", replicas)
                .containsEntry("offsets.topic.replication.factor", replicas)
                .containsEntry("transaction.state.log.replication.factor", replicas)
                .containsEntry("min.insync.replicas", minInSync)
                .containsEntry("transaction.state.log.min.isr", minInSync);
    }

    @Test
    void clientsAreSentToTheLinkAndBrokersToEachOther() {
        assertThat(of(1, false, Map.of()))
                .containsEntry("advertised.listeners", "CLIENT://localhost:1,REPLICATION://localhost:3");
        assertThat(of(1, true, Map.of()))
                .containsEntry("advertised.listeners", "CLIENT://localhost:2,REPLICATION://localhost:3")
                .containsEntry("listeners", "CLIENT://localhost:1,REPLICATION://localhost:3,CONTROLLER://localhost:4");
    }

    @Test
    void theUsersValueWinsOverTheKitsDefault() {
        assertThat(of(3, false, Map.of("min.insync.replicas", "3", "log.retention.ms", "1")))
                .containsEntry("min.insync.replicas", "3")
                .containsEntry("log.retention.ms", "1");
    }

    @Test
    void whatTheClusterSetsItselfIsRefusedByName() {
        for (String name : List.of("node.id", "listeners", "log.dirs", "process.roles")) {
            assertThatThrownBy(() -> of(1, false, Map.of(name, "x")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Broker property " + name)
                    .hasMessageContaining("leave it out");
        }
    }

    @Test
    void aClusterHasOneToNineBrokers() {
        assertThatThrownBy(() -> of(0, false, Map.of())).hasMessageContaining("1 to 9, not 0");
        assertThatThrownBy(() -> of(10, false, Map.of())).hasMessageContaining("1 to 9, not 10");
    }

    @Test
    void aPropertyBecomesTheEnvironmentVariableOfTheImage() {
        assertThat(ContainerBackend.variable("min.insync.replicas")).isEqualTo("KAFKA_MIN_INSYNC_REPLICAS");
        assertThat(ContainerBackend.variable("a-b_c.d")).isEqualTo("KAFKA_A___B__C_D");
    }

    private static Map<String, String> of(int brokers, boolean links, Map<String, String> own) {
        return of(new ClusterSpec(brokers, links, Backend.PROCESS, SecuritySpec.NONE, own, Map.of()));
    }

    private static Map<String, String> of(ClusterSpec spec) {
        List<Integer> ports =
                IntStream.rangeClosed(1, ClusterLayout.ports(spec)).boxed().toList();
        return BrokerProperties.of(spec, ClusterLayout.of("cluster", ports, spec), 1, Map.of());
    }
}
