package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults between clients and real brokers. */
@KafkaClusterTest(brokers = 2, faultyLinks = true)
class BrokerLinkFaultIT {
    private static KafkaCluster cluster;

    @AfterEach
    void restore() {
        cluster.restore();
    }

    @Test
    void aRecordSentIntoABlackHoleIsDeliveredOnceTheLinkIsHealed() throws Exception {
        cluster.createTopic("swallowed", Map.of(0, List.of(1, 2)), Map.of());
        try (KafkaProducer<String, String> producer = producer()) {
            producer.send(new ProducerRecord<>("swallowed", 0, "k", "before")).get();

            cluster.broker(1).link().blackHole(Direction.BOTH);
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("swallowed", 0, "k", "during"));
            assertThatThrownBy(() -> sent.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

            cluster.broker(1).link().heal();
            assertThat(sent.get(20, TimeUnit.SECONDS).offset()).isEqualTo(1);
        }
        assertThat(TestClients.read(cluster, "swallowed", 2)).containsExactly("before", "during");
    }

    @Test
    void clientsSeeTheLatencyOfTheLink() throws Exception {
        cluster.createTopic("slow", Map.of(0, List.of(2, 1)), Map.of());
        try (KafkaProducer<String, String> producer = producer()) {
            producer.send(new ProducerRecord<>("slow", 0, "k", "warm-up")).get();

            cluster.broker(2).link().latency(Direction.BOTH, Duration.ofMillis(150));
            long start = System.nanoTime();
            producer.send(new ProducerRecord<>("slow", 0, "k", "v")).get();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void faultsTouchNeitherReplicationNorTheClustersOwnAdmin() throws Exception {
        cluster.brokers().forEach(broker -> broker.link().down());

        cluster.createTopic("behind-the-links", 3, 2);

        assertThat(cluster.admin().listTopics().names().get(10, TimeUnit.SECONDS))
                .contains("behind-the-links");
        for (Broker broker : cluster.brokers()) {
            assertThatThrownBy(() -> new Socket("localhost", port(broker.address())))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void aBrokerIsReachedByItsLinkAgainAfterARestart() throws Exception {
        cluster.createTopic("restarted", Map.of(0, List.of(1)), Map.of());

        cluster.broker(1).stop();
        cluster.startAll();

        try (KafkaProducer<String, String> producer = producer()) {
            producer.send(new ProducerRecord<>("restarted", 0, "k", "v")).get(20, TimeUnit.SECONDS);
        }
        assertThat(cluster.bootstrapServers())
                .startsWith(cluster.broker(1).link().address());
    }

    private static KafkaProducer<String, String> producer() {
        return TestClients.producer(cluster, Map.of("request.timeout.ms", 3_000, "linger.ms", 0));
    }

    private static int port(String address) {
        return Integer.parseInt(address.replace("localhost:", ""));
    }
}
