package io.kafkasdk;

import static io.kafkasdk.SecuredSides.PASSWORD;
import static io.kafkasdk.SecuredSides.alice;
import static io.kafkasdk.SecuredSides.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.consumer.ConsumerListener;
import io.kafkasdk.consumer.ConsumerState;
import io.kafkasdk.consumer.ManagedConsumer;
import io.kafkasdk.settings.ConsumerLimits;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.FailurePolicy;
import io.kafkasdk.settings.Retries;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.SecureListener;
import io.kafkasdk.test.Sharing;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Quotas below what a consumer reads, and below what its dead letter topic has to take. */
@Timeout(120)
@KafkaClusterTest(brokers = 1, users = "alice=" + PASSWORD, properties = "quota.window.num=3", sharing = Sharing.JVM)
class ConsumerQuotaIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RECORDS = 400;
    private static final int RECORD_BYTES = 10_000;
    private static final int MOST_IN_FLIGHT = 40;

    private final List<String> moves = new CopyOnWriteArrayList<>();
    private final AtomicInteger handled = new AtomicInteger();

    @AfterEach
    void noQuotaForOthers(KafkaCluster cluster) {
        cluster.security().clearQuotas("alice");
    }

    @Test
    void aQuotaOnFetchesSlowsDownAndMovesNoPartition(KafkaCluster cluster) throws Exception {
        String topic = "throttled-reads";
        prepare(cluster, topic);
        cluster.security().consumerQuota("alice", 300_000);
        write(cluster, topic);
        try (KafkaSdk sdk = sdk(cluster)) {
            ManagedConsumer consumer = sdk.consumer(settings(topic), record -> handled.incrementAndGet());
            consumer.start();
            await().atMost(PATIENCE).until(() -> handled.get() > 20);
            await().atMost(PATIENCE).until(() -> throttled(consumer) > 0);
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            System.out.printf(
                    "fetch quota: %d of %d records handled, throttled for up to %.0f ms%n",
                    handled.get(), RECORDS, throttled(consumer));
            assertThat(handled.get()).as("held back").isLessThan(RECORDS);
            assertThat(consumer.lag().records(topic).orElseThrow()).isPositive();
            assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
            cluster.security().clearQuotas("alice");
            await().atMost(PATIENCE).until(() -> committed(cluster, topic) == RECORDS);
            assertThat(handled).hasValue(RECORDS);
            assertThat(moves).containsExactly("came 1");
        }
    }

    @Test
    void aDeadLetterTopicSlowerThanItsSourceBoundsWhatIsInFlightAndLosesNothing(KafkaCluster cluster) throws Exception {
        String topic = "slow-letters";
        String letters = topic + "." + topic + ".dlt";
        prepare(cluster, topic);
        cluster.createTopic(letters, 1, 1);
        cluster.security().allow("alice", letters, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS);
        write(cluster, topic);
        cluster.security().producerQuota("alice", 20_000);
        try (KafkaSdk sdk = sdk(cluster)) {
            ManagedConsumer consumer = sdk.consumer(
                    settings(topic)
                            .failures(FailurePolicy.DEAD_LETTER.retries(
                                    new Retries(1, Duration.ofMillis(10), Duration.ofMillis(10), Set.of()))),
                    record -> {
                        if (record.offset() % 2 == 0) {
                            throw new IllegalStateException("refused");
                        }
                        handled.incrementAndGet();
                    });
            consumer.start();
            await().atMost(PATIENCE).until(() -> consumer.inFlight() > MOST_IN_FLIGHT / 4);
            int most = 0;
            for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4); System.nanoTime() < end; ) {
                most = Math.max(most, consumer.inFlight());
                long committed = committed(cluster, topic);
                assertThat(committed)
                        .as("every second record below the commit is in the dead letter topic")
                        .isLessThanOrEqualTo(2 * end(cluster, letters) + 1);
            }
            System.out.printf(
                    "slow dead letters: %d of %d written after 4 s, at most %d in flight%n",
                    end(cluster, letters), RECORDS / 2, most);
            assertThat(most).isLessThanOrEqualTo(MOST_IN_FLIGHT);
            assertThat(committed(cluster, topic)).as("held back").isLessThan(RECORDS);
            cluster.security().clearQuotas("alice");
            await().atMost(PATIENCE).until(() -> committed(cluster, topic) == RECORDS);
            assertThat(end(cluster, letters)).isEqualTo(RECORDS / 2);
            assertThat(handled).hasValue(RECORDS / 2);
            assertThat(moves).containsExactly("came 1");
        }
    }

    private static double throttled(ManagedConsumer consumer) {
        return consumer.kafkaMetrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals("fetch-throttle-time-max"))
                .mapToDouble(entry -> (double) entry.getValue().metricValue())
                .filter(millis -> !Double.isNaN(millis))
                .sum();
    }

    private static void prepare(KafkaCluster cluster, String topic) {
        cluster.createTopic(topic, 1, 1);
        cluster.security().allow("alice", topic, AclOperation.READ, AclOperation.DESCRIBE_CONFIGS);
        cluster.security().allowGroup("alice", topic);
    }

    private static ConsumerSettings<String, String> settings(String topic) {
        return ConsumerSettings.group(topic, new StringDeserializer(), new StringDeserializer())
                .topics(topic)
                .limits(ConsumerLimits.DEFAULT
                        .inFlight(MOST_IN_FLIGHT, 64L << 20)
                        .commits(Duration.ofMillis(100), 20_000));
    }

    private KafkaSdk sdk(KafkaCluster cluster) {
        return KafkaSdk.builder()
                .cluster(at(cluster, SecureListener.SASL_SSL, alice(cluster)))
                .application("it")
                .consumerListener(new ConsumerListener() {
                    @Override
                    public void assigned(String group, Collection<TopicPartition> partitions) {
                        moves.add("came " + partitions.size());
                    }

                    @Override
                    public void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {
                        moves.add("went " + partitions.size());
                    }
                })
                .build();
    }

    private static void write(KafkaCluster cluster, String topic) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            Random random = new Random(7);
            for (int i = 0; i < RECORDS; i++) {
                // Nothing that could be compressed: quotas count what is on the wire.
                byte[] value = new byte[RECORD_BYTES];
                random.nextBytes(value);
                producer.send(new ProducerRecord<>(topic, "k" + i, value));
            }
        }
    }

    private static long committed(KafkaCluster cluster, String group) throws Exception {
        return cluster.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(offset -> offset.offset())
                .max()
                .orElse(0);
    }

    private static long end(KafkaCluster cluster, String topic) throws Exception {
        TopicPartition partition = new TopicPartition(topic, 0);
        return cluster.admin()
                .listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }
}
