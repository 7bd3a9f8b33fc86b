package io.kafkasdk.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.reliability.report.Side;
import io.kafkasdk.reliability.subject.SdkMember;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopologyTest {

    @Test
    void mainAndThePlainTopicHaveAGroupOfEachProtocol() {
        Topology topology = Topology.of(GroupProtocols.BOTH, 1);

        assertThat(topology.groups(Side.SDK))
                .filteredOn(group -> group.topic().equals(Topology.MAIN))
                .extracting(Topology.Group::protocol)
                .containsExactlyInAnyOrder("classic", "consumer");
        assertThat(topology.groups(Side.PLAIN))
                .extracting(Topology.Group::protocol)
                .containsExactlyInAnyOrder("classic", "consumer");
    }

    @Test
    void eachTopicIsReadByBothProtocolsInRunsWithSeedsOneApart() {
        for (String topic : Set.of(Topology.GUARDED, Topology.CHANGING, Topology.RETENTION)) {
            assertThat(protocolOf(topic, 3)).isNotEqualTo(protocolOf(topic, 4));
        }
    }

    @Test
    void oneProtocolAloneIsTheOnlyOne() {
        assertThat(Topology.of(GroupProtocols.CONSUMER, 1).groups())
                .extracting(Topology.Group::protocol)
                .containsOnly("consumer");
    }

    @Test
    void deadLetterTopicsAreThoseThatTheMembersUse() {
        assertThat(Topology.of(GroupProtocols.BOTH, 1).groups(Side.SDK))
                .allSatisfy(
                        group -> assertThat(group.deadLetterTopic()).contains(group.name() + SdkMember.DEAD_LETTERS));
    }

    private static String protocolOf(String topic, long seed) {
        return Topology.of(GroupProtocols.BOTH, seed).groups().stream()
                .filter(group -> group.topic().equals(topic))
                .findFirst()
                .orElseThrow()
                .protocol();
    }
}
