package io.kafkasdk.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@KafkaClusterTest(brokers = 3)
class BrokerFaultIT {
    private final KafkaCluster cluster;

    BrokerFaultIT(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    @AfterEach
    void restore() {
        cluster.restore();
    }

    @Test
    void aKilledBrokerComesBackWithItsDataAndItsAddress() throws Exception {
        Broker broker = cluster.broker(2);
        String address = broker.address();
        cluster.createTopic("only-on-2", Map.of(0, List.of(2)), Map.of());
        send("only-on-2", "before");

        broker.kill();
        assertThat(broker.isRunning()).isFalse();
        assertThat(view(broker)).isEmpty();
        broker.start();

        assertThat(broker.isRunning()).isTrue();
        assertThat(broker.address()).isEqualTo(address);
        send("only-on-2", "after");
        assertThat(TestClients.read(cluster, "only-on-2", 2)).containsExactly("before", "after");
    }

    @Test
    void startReturnsWhenEveryBrokerSeesTheReturnedOne() {
        cluster.broker(3).kill();
        cluster.broker(3).start();

        for (Broker broker : cluster.brokers()) {
            assertThat(view(broker)).containsExactlyInAnyOrder(1, 2, 3);
        }
    }

    @Test
    void aStoppedBrokerHandsItsPartitionsOverBeforeItEnds() {
        cluster.createTopic("led-by-1", Map.of(0, List.of(1, 2, 3)), Map.of());

        cluster.broker(1).stop();

        // A crashed leader would stay leader for the 9 s of its session.
        await().atMost(Duration.ofSeconds(3))
                .untilAsserted(() -> assertThat(leader("led-by-1", 2)).isIn(2, 3));
        assertThat(cluster.broker(1).isRunning()).isFalse();
    }

    @Test
    void aKilledLeaderStaysLeaderForAWhileBecauseItHandedNothingOver() {
        cluster.createTopic("lost-by-1", Map.of(0, List.of(1, 2, 3)), Map.of());

        cluster.broker(1).kill();

        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(leader("lost-by-1", 2)).isEqualTo(1));
    }

    @Test
    void aPausedBrokerIsSilentUntilItIsResumed() {
        Broker broker = cluster.broker(3);

        broker.pause();
        assertThat(broker.isRunning()).isFalse();
        assertThat(view(broker)).isEmpty();

        broker.resume();
        assertThat(broker.isRunning()).isTrue();
        await().untilAsserted(() -> assertThat(view(broker)).contains(3));
    }

    @Test
    void aPausedBrokerCanBeKilledAndStarted() {
        Broker broker = cluster.broker(3);

        broker.pause();
        broker.kill();
        assertThat(broker.isRunning()).isFalse();
        broker.start();

        assertThat(broker.isRunning()).isTrue();
    }

    @Test
    void afterAFullOutageTheBrokersStartTogetherWithTheirData() throws Exception {
        cluster.createTopic("survives", 1, 3);
        send("survives", "value");

        cluster.brokers().forEach(Broker::kill);
        refused(() -> cluster.broker(1).start(), "start broker 1", "KafkaCluster.startAll()");
        cluster.startAll();

        assertThat(cluster.brokers()).allMatch(Broker::isRunning);
        assertThat(TestClients.read(cluster, "survives", 1)).containsExactly("value");
    }

    @Test
    void aTopicIsCreatedOnTheBrokersThatAreLeft() throws Exception {
        cluster.broker(1).stop();

        cluster.createTopic("without-1", 3, 3);
        send("without-1", "value");

        assertThat(TestClients.read(cluster, "without-1", 1)).containsExactly("value");
    }

    @Test
    void whatIsNotPossibleIsRefusedWithTheCure() {
        Broker broker = cluster.broker(2);

        refused(broker::resume, "resume broker 2: it is not paused", "pause() it first");
        refused(broker::start, "start broker 2: it is running", "stop()");
        broker.pause();
        refused(broker::pause, "pause broker 2: it is paused already", "resume() it first");
        refused(broker::stop, "stop broker 2: it is paused", "resume() it first");
        refused(broker::start, "start broker 2: it is paused", "resume()");
        broker.kill();
        refused(broker::kill, "kill broker 2: it is down already", "start() it first");
        refused(broker::stop, "stop broker 2: it is down already", "start() it first");
        refused(broker::pause, "pause broker 2: it is down", "start() it first");
        refused(broker::resume, "resume broker 2: it is not paused", "start() it when it is down");
    }

    @Test
    void restoreEndsAllFaultsWhateverTheyAre() {
        cluster.broker(1).pause();
        cluster.broker(2).kill();

        cluster.restore();

        for (Broker broker : cluster.brokers()) {
            assertThat(view(broker)).containsExactlyInAnyOrder(1, 2, 3);
        }
    }

    private static void refused(ThrowingCallable operation, String what, String cure) {
        assertThatThrownBy(operation)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(what)
                .hasMessageContaining(cure);
    }

    private void send(String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = TestClients.producer(cluster)) {
            producer.send(new ProducerRecord<>(topic, 0, "key", value)).get();
        }
    }

    private static List<Integer> view(Broker broker) {
        return BrokerView.ofBrokers(port(broker))
                .map(view -> List.copyOf(view.brokers()))
                .orElse(List.of());
    }

    private int leader(String topic, int askedBroker) {
        return BrokerView.ofTopic(port(cluster.broker(askedBroker)), topic)
                .orElseThrow()
                .partitions()
                .get(0)
                .leader();
    }

    private static int port(Broker broker) {
        return Integer.parseInt(broker.address().replace("localhost:", ""));
    }
}
