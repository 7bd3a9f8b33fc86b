package io.kafkasdk.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.HeldHandler;
import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.consumer.RecordHandler;
import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.TopicStatus;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The status of a topic on a real cluster, with the times that applications get. */
@Timeout(240)
@KafkaClusterTest(sharing = Sharing.JVM)
class StatusIT {

    /** 60 s of patience, and one look each 5 s. */
    private static final Duration STALL_BOUND = Duration.ofSeconds(66);

    private static final Duration SOON = Duration.ofSeconds(80);

    private final Map<String, List<ConsumptionStatus>> told = new ConcurrentHashMap<>();
    private final Map<String, Long> since = new ConcurrentHashMap<>();
    private final HeldHandler stuck = new HeldHandler();
    private final HeldHandler deadPoll = new HeldHandler();
    private volatile boolean armed;

    /** Holds the poll thread of one group when something was committed and the test says so. */
    private final class Told implements ConsumerListener {

        @Override
        public void statusChanged(String group, TopicStatus before, TopicStatus now) {
            told.computeIfAbsent(group, g -> new CopyOnWriteArrayList<>()).add(now.status());
            since.put(group + now.status(), System.nanoTime());
        }

        @Override
        public void committed(String group, boolean succeeded, long tookNanos) {
            if (armed && group.equals("dead-poll")) {
                since.putIfAbsent("dead", System.nanoTime());
                deadPoll.hold();
            }
        }
    }

    @Test
    void aStuckHandlerIsStalledADeadPollLoopStopsAndAnIdleTopicIsFine(KafkaCluster cluster) {
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("status")
                .consumerListener(new Told())
                .build()) {
            List.of("stuck", "dead-poll", "idle").forEach(topic -> cluster.createTopic(topic, 2, 3));
            ManagedConsumer stalled = start(sdk, "stuck", record -> {
                if (record.value().equals("3")) {
                    since.putIfAbsent("held", System.nanoTime());
                    stuck.hold();
                }
            });
            ManagedConsumer stopped = start(sdk, "dead-poll", record -> {});
            ManagedConsumer idle = start(sdk, "idle", record -> {});
            for (ManagedConsumer consumer : List.of(stalled, stopped, idle)) {
                await().atMost(SOON).until(() -> status(consumer) == ConsumptionStatus.OK);
            }
            armed = true;
            produce(cluster, "stuck", 10);
            produce(cluster, "dead-poll", 10);
            produce(cluster, "idle", 2);
            await().atMost(SOON).until(() -> since.containsKey("dead"));
            // Nobody polls for them.
            produce(cluster, "dead-poll", 10);
            await().atMost(STALL_BOUND.plus(SOON)).until(() -> status(stalled) == ConsumptionStatus.STALL);
            await().atMost(SOON).until(() -> status(stopped) == ConsumptionStatus.STOP);
            assertThat(seconds("held", "stuckSTALL")).isBetween(59.0, 66.0 + BusyMachine.ALLOWANCE.toSeconds());
            assertThat(seconds("dead", "dead-pollSTOP")).isBetween(59.0, 66.0 + BusyMachine.ALLOWANCE.toSeconds());
            assertThat(stalled.lag().status("stuck").orElseThrow().evidence()).contains("stuck-0@3", "poison");
            assertThat(stopped.lag().status("dead-poll").orElseThrow().evidence())
                    .contains("poll thread");
            assertThat(stopped.lag().records("dead-poll").orElseThrow())
                    .as("asked for while nobody polls")
                    .isBetween(10L, 20L);
            assertThat(told.get("idle")).containsExactly(ConsumptionStatus.OK);
            stuck.letGo();
            deadPoll.letGo();
            await().atMost(SOON).until(() -> status(stalled) == ConsumptionStatus.OK);
            await().atMost(SOON).until(() -> status(stopped) == ConsumptionStatus.OK);
        }
    }

    private double seconds(String from, String to) {
        return (since.getOrDefault(to, 0L) - since.getOrDefault(from, 0L)) / 1e9;
    }

    private static ConsumptionStatus status(ManagedConsumer consumer) {
        return consumer.lag().status(consumer.group()).map(TopicStatus::status).orElse(ConsumptionStatus.UNKNOWN);
    }

    /** Groups are called like their topics. */
    private static ManagedConsumer start(KafkaSdk sdk, String topic, RecordHandler<String, String> handler) {
        ManagedConsumer consumer = sdk.consumer(
                ConsumerSettings.group(topic, new StringDeserializer(), new StringDeserializer())
                        .topics(topic),
                handler);
        consumer.start();
        return consumer;
    }

    private static void produce(KafkaCluster cluster, String topic, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, 0, "key", Integer.toString(i)));
            }
        }
    }
}
