package io.kafkasdk.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.cluster.TopicFacts.MinIsrCap;
import org.apache.kafka.clients.admin.SupportedVersionRange;
import org.junit.jupiter.api.Test;

class TopicReaderTest {

    @Test
    void brokersAreTakenForOldOrNewOnlyByWhatTheySay() {
        assertThat(TopicReader.capOf(new SupportedVersionRange((short) 1, (short) 15)))
                .isEqualTo(MinIsrCap.PRESENT);
        assertThat(TopicReader.capOf(new SupportedVersionRange((short) 1, (short) 14)))
                .isEqualTo(MinIsrCap.ABSENT);
        assertThat(TopicReader.capOf(null))
                .as("brokers with ZooKeeper name no metadata.version")
                .isEqualTo(MinIsrCap.UNKNOWN);
    }
}
