package io.kafkasdk.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.TopicStatus;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * No alarm while nothing is wrong: two groups, one of each protocol, whose members come and go and are paused, transactions
 * that commit and abort, handlers that take half a minute, and a topic without records. For a minute, or as long as
 * {@code -Dalarm.seconds} says.
 */
@Timeout(1_200)
@KafkaClusterTest(sharing = Sharing.JVM)
class FalseAlarmIT {

    private static final long SECONDS = Long.getLong("alarm.seconds", 60);
    private static final List<String> PROTOCOLS = List.of("classic", "consumer");

    private final List<String> alarms = new CopyOnWriteArrayList<>();
    private final Map<ConsumptionStatus, AtomicInteger> told = new ConcurrentHashMap<>();
    private final AtomicInteger rebalances = new AtomicInteger();
    private final AtomicLong handled = new AtomicLong();
    private final CountDownLatch never = new CountDownLatch(1);
    private final List<KafkaProducer<String, String>> producers = new CopyOnWriteArrayList<>();
    private final Map<String, ManagedConsumer> guests = new ConcurrentHashMap<>();

    /** Writes down what would wake somebody up. */
    private final class Alarms implements ConsumerListener {

        @Override
        public void statusChanged(String group, TopicStatus before, TopicStatus now) {
            told.computeIfAbsent(now.status(), status -> new AtomicInteger()).incrementAndGet();
            if (now.status() == ConsumptionStatus.WARN || now.status().isTrouble()) {
                alarms.add(group + " " + now);
            }
        }

        @Override
        public void stalled(String group, Diagnosis why) {
            alarms.add(group + " " + why);
        }

        @Override
        public void assigned(String group, Collection<TopicPartition> partitions) {
            rebalances.incrementAndGet();
        }
    }

    @Test
    void noAlarmWhileNothingIsWrong(KafkaCluster cluster) throws Exception {
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(4);
        PROTOCOLS.forEach(protocol ->
                List.of("work-", "slow-", "idle-").forEach(kind -> cluster.createTopic(kind + protocol, 4, 3)));
        try (KafkaSdk sdk = sdk(cluster);
                KafkaSdk other = sdk(cluster)) {
            List<ManagedConsumer> members = new ArrayList<>();
            for (String protocol : PROTOCOLS) {
                members.add(start(sdk, protocol));
                produce(cluster, clock, protocol);
                clock.scheduleAtFixedRate(() -> comeAndGo(other, protocol), 5, 10, TimeUnit.SECONDS);
            }
            AtomicInteger turns = new AtomicInteger();
            clock.scheduleAtFixedRate(() -> pauseInTurn(members, turns.getAndIncrement()), 10, 10, TimeUnit.SECONDS);
            never.await(SECONDS, TimeUnit.SECONDS);
            clock.shutdown();
            assertThat(clock.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            System.out.println(
                    SECONDS + " s: " + handled + " records, " + rebalances + " assignments, statuses " + told);
            assertThat(alarms).isEmpty();
            assertThat(told).as("it was looked at").containsKey(ConsumptionStatus.OK);
            assertThat(rebalances.get()).isGreaterThan(4);
            assertThat(handled.get()).isGreaterThan(100);
        } finally {
            clock.shutdownNow();
            never.countDown();
            producers.forEach(KafkaProducer::close);
        }
    }

    private KafkaSdk sdk(KafkaCluster cluster) {
        return KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("alarm")
                .consumerListener(new Alarms())
                .build();
    }

    private ManagedConsumer start(KafkaSdk sdk, String protocol) {
        ManagedConsumer consumer = sdk.consumer(
                ConsumerSettings.group("group-" + protocol, new StringDeserializer(), new StringDeserializer())
                        .topics("work-" + protocol, "slow-" + protocol, "idle-" + protocol)
                        .kafkaProperty("group.protocol", protocol)
                        .kafkaProperty("isolation.level", "read_committed"),
                record -> {
                    if (record.topic().startsWith("slow-")) {
                        never.await(20, TimeUnit.SECONDS);
                    }
                    handled.incrementAndGet();
                });
        consumer.start();
        return consumer;
    }

    /** A second member stays ten seconds of each twenty. */
    private void comeAndGo(KafkaSdk sdk, String protocol) {
        ManagedConsumer guest = guests.remove(protocol);
        if (guest == null) {
            guests.put(protocol, start(sdk, protocol));
        } else {
            guest.close(Duration.ofSeconds(30));
        }
    }

    private static void pauseInTurn(List<ManagedConsumer> members, int turn) {
        if (turn % 2 == 0) {
            members.forEach(ManagedConsumer::pause);
        } else {
            members.forEach(ManagedConsumer::resume);
        }
    }

    /** Transactions of a second, every third is aborted; now and then a record that takes long. */
    private void produce(KafkaCluster cluster, ScheduledExecutorService clock, String protocol) {
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "transactional.id", "alarm-" + protocol),
                new StringSerializer(),
                new StringSerializer());
        producers.add(producer);
        producer.initTransactions();
        AtomicInteger turns = new AtomicInteger();
        clock.scheduleAtFixedRate(
                () -> {
                    int turn = turns.getAndIncrement();
                    producer.beginTransaction();
                    for (int i = 0; i < 50; i++) {
                        producer.send(new ProducerRecord<>("work-" + protocol, "key-" + i, "value"));
                    }
                    if (turn % 40 == 1) {
                        producer.send(new ProducerRecord<>("slow-" + protocol, "key-" + turn, "value"));
                    }
                    producer.flush();
                    if (turn % 3 == 0) {
                        producer.abortTransaction();
                    } else {
                        producer.commitTransaction();
                    }
                },
                1,
                1,
                TimeUnit.SECONDS);
    }
}
