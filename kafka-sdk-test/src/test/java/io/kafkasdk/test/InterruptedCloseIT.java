package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InterruptedCloseIT {

    @Test
    void aClusterThatAnInterruptedThreadClosesLeavesNoBrokerBehind() {
        KafkaCluster cluster =
                KafkaCluster.builder().brokers(2).backend(Backend.PROCESS).start();
        Thread.currentThread().interrupt();
        try {
            cluster.close();
        } finally {
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> cluster.brokers().stream().noneMatch(Broker::isRunning));
    }
}
