package io.kafkasdk.consumer;

import static org.awaitility.Awaitility.await;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.test.Direction;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who joins under the classic protocol asks twice (KIP-394), and is a burden to the group in between. */
@Timeout(300)
@KafkaClusterTest(brokers = 1, faultyLinks = true)
class CutShortJoinFaultIT {

    private static final String TOPIC = "orders";
    /** Joining takes five round trips and more; in each group it is cut short in another part of that. */
    private static final Duration LATENCY = Duration.ofMillis(100);

    private static final int GROUPS = 12;
    private static final Duration FIRST = Duration.ofMillis(400);
    private static final Duration APART = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(60);
    /** So long the coordinator waits for a member that it has not seen leave. */
    private static final Duration SESSION = Duration.ofMinutes(5);

    private final KafkaCluster cluster;

    CutShortJoinFaultIT(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void aMemberThatIsStoppedWhileItJoinsHoldsUpNobody() throws Exception {
        cluster.createTopic(TOPIC, 2, 1);
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("joining")
                .build()) {
            startOneInEachGroup(sdk);
            await().atMost(SOON).until(() -> areSettled(1));
            cluster.broker(1).link().latency(Direction.BOTH, LATENCY);
            cutJoinsShort(sdk);
            cluster.broker(1).link().heal();
            startOneInEachGroup(sdk);
            await().atMost(SOON).until(() -> areSettled(2));
        }
    }

    private static void startOneInEachGroup(KafkaSdk sdk) {
        for (int group = 0; group < GROUPS; group++) {
            sdk.consumer(settings(group), record -> {}).start();
        }
    }

    private static void cutJoinsShort(KafkaSdk sdk) {
        ExecutorService threads = Executors.newFixedThreadPool(GROUPS);
        try {
            List<CompletableFuture<Void>> lives = IntStream.range(0, GROUPS)
                    .mapToObj(group -> CompletableFuture.runAsync(() -> cutJoinShort(sdk, group), threads))
                    .toList();
            lives.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
    }

    private static void cutJoinShort(KafkaSdk sdk, int group) {
        try (ManagedConsumer consumer = sdk.consumer(settings(group), record -> {})) {
            consumer.start();
            LockSupport.parkNanos(FIRST.plus(APART.multipliedBy(group)).toNanos());
        }
    }

    private boolean areSettled(int members) throws Exception {
        List<String> groups =
                IntStream.range(0, GROUPS).mapToObj(CutShortJoinFaultIT::group).toList();
        return cluster.admin().describeConsumerGroups(groups).all().get(20, TimeUnit.SECONDS).values().stream()
                .allMatch(group -> group.groupState() == GroupState.STABLE
                        && group.members().size() == members
                        && group.members().stream()
                                .noneMatch(member ->
                                        member.assignment().topicPartitions().isEmpty()));
    }

    private static String group(int number) {
        return "group-" + number;
    }

    private static ConsumerSettings<String, String> settings(int group) {
        return ConsumerSettings.group(group(group), new StringDeserializer(), new StringDeserializer())
                .topics(TOPIC)
                .kafkaProperty("group.protocol", "classic")
                .kafkaProperty("session.timeout.ms", Long.toString(SESSION.toMillis()));
    }
}
