package io.kafkasdk.producer;

import static io.kafkasdk.producer.ProducerSide.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.internal.KafkaClients;
import io.kafkasdk.producer.HandOver.Result;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** A broker dies, or stands still, while a producer hands over to another client. */
@KafkaClusterTest(brokers = 3)
class HandOverFaultIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ClientTuning LARGER = HandOverIT.tuning("lz4", "131072", "10");
    private static final ClientTuning SMALLER = HandOverIT.tuning("gzip", "16384", "0");

    private final KafkaCluster cluster;

    HandOverFaultIT(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aBrokerThatDiesMeanwhileCostsNoRecord() throws Exception {
        during("killed", () -> cluster.broker(2).kill(), () -> cluster.broker(2).start());
    }

    @Test
    void aBrokerThatStandsStillMeanwhileCostsNoRecordAndHoldsNobodyForLong() throws Exception {
        HandOver came = during(
                "paused",
                () -> cluster.broker(2).pause(),
                () -> cluster.broker(2).resume());
        assertThat(came.result()).isEqualTo(Result.NOT_DRAINED);
        assertThat(Duration.ofNanos(came.heldNanos()))
                .isBetween(Duration.ofMillis(490), Duration.ofMillis(500).plus(BusyMachine.ALLOWANCE));
    }

    /** Hands over while a broker breaks, and again when it is repaired; returns what came of the first one. */
    private HandOver during(String topic, Runnable breaks, Runnable repairs) throws Exception {
        cluster.createTopic(topic, 6, 3, Map.of("min.insync.replicas", "2"));
        List<HandOver> came = new CopyOnWriteArrayList<>();
        AtomicReference<Runnable> onceLearnt = new AtomicReference<>();
        try (ProducerSide sdk = new ProducerSide(
                ClusterSettings.of(cluster.bootstrapServers()),
                AcksRules.DEFAULT,
                config -> client(config, topic, onceLearnt))) {
            GuardedProducer<String, String> producer =
                    sdk.open(settings(topic).topics(topic).maxBlock(Duration.ofSeconds(30)));
            TunableProducer tunable = sdk.tunable(producer);
            KeyedLoad load = new KeyedLoad(producer, topic, Duration.ofMillis(20)).start();
            awaitMore(load);
            onceLearnt.set(breaks);
            came.add(tunable.handOver(LARGER));
            repairs.run();
            await().atMost(PATIENCE).until(() -> {
                came.add(tunable.handOver(SMALLER));
                return came.get(came.size() - 1).isDone();
            });
            awaitMore(load);
            load.stop();
            await().atMost(PATIENCE).until(() -> load.ended() == load.sent());
            System.out.printf(
                    "%s: %d records, %d delivered, longest send %s, hand-overs %s%n",
                    topic, load.sent(), load.delivered(), load.longest(), came);
            assertThat(load.failures()).isEmpty();
            load.assertLog(cluster.bootstrapServers());
        }
        assertThat(came).extracting(HandOver::result).isSubsetOf(Result.DONE, Result.NOT_DRAINED);
        return came.get(0);
    }

    private static void awaitMore(KeyedLoad load) {
        long before = load.delivered();
        await().atMost(PATIENCE).until(() -> load.delivered() > before + 400);
    }

    /** Makes a client that knows the topic, before a broker breaks. */
    private static Producer<Object, Object> client(
            Map<String, Object> config, String topic, AtomicReference<Runnable> onceLearnt) {
        Producer<Object, Object> client = KafkaClients.successor(config, BytesInTransit.KEY, BytesInTransit.VALUE);
        await().atMost(PATIENCE)
                .ignoreException(TimeoutException.class)
                .until(() -> !client.partitionsFor(topic).isEmpty());
        Runnable breaks = onceLearnt.getAndSet(null);
        if (breaks != null) {
            breaks.run();
        }
        return client;
    }
}
