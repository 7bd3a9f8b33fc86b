package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That brokers really run in containers; what they do there is shown by all other tests, run with the same property. */
class ContainerBackendIT {
    @BeforeEach
    void onlyWhereAskedFor() {
        assumeTrue(
                Backend.configured() == Backend.CONTAINER,
                "needs a Docker engine: run with -D" + Backend.PROPERTY + "=container");
    }

    @Test
    void brokersAreContainersAndKeepTheirDataOverARestart() throws Exception {
        try (KafkaCluster cluster = KafkaCluster.builder().brokers(1).start()) {
            assertThat(ProcessHandle.current().children().map(ProcessHandle::pid))
                    .isEmpty();
            cluster.createTopic("kept", 1, 1);
            try (KafkaProducer<String, String> producer = TestClients.producer(cluster)) {
                producer.send(new ProducerRecord<>("kept", "value")).get();
            }

            cluster.broker(1).kill();
            assertThat(cluster.broker(1).isRunning()).isFalse();
            cluster.broker(1).start();

            assertThat(TestClients.read(cluster, "kept", 1)).containsExactly("value");
            assertThat(cluster.broker(1).log()).content().contains("Kafka Server started");
        }
    }

    @Test
    void autoTakesContainersWhereTheEngineAnswers() {
        try (KafkaCluster cluster =
                KafkaCluster.builder().brokers(1).backend(Backend.AUTO).start()) {
            assertThat(ProcessHandle.current().children().map(ProcessHandle::pid))
                    .isEmpty();
            assertThat(cluster.broker(1).isRunning()).isTrue();
        }
    }

    @Test
    void anUnknownBackendNameIsRefusedWithTheChoice() {
        String configured = System.setProperty(Backend.PROPERTY, "cloud");
        try {
            assertThatThrownBy(KafkaCluster::builder).hasMessageContaining("use process, container or auto");
        } finally {
            System.setProperty(Backend.PROPERTY, configured);
        }
    }
}
