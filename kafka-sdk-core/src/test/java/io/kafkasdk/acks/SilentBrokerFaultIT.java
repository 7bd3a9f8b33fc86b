package io.kafkasdk.acks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kafkasdk.BusyMachine;
import io.kafkasdk.acks.GuardSide.Told;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** RF 2, min.insync.replicas 2, one broker gone: noticed before the cluster says so, and seen to end. */
@KafkaClusterTest(brokers = 3)
class SilentBrokerFaultIT {

    private static final Duration STALLED = Duration.ofSeconds(1);
    private static final Duration NOTICED = Duration.ofSeconds(5);
    private static final Duration RECOVERED = Duration.ofSeconds(4);
    private static final Map<String, String> MIN_ISR_2 = Map.of("min.insync.replicas", "2");

    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<Pending> pending = new AtomicReference<>();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(AcksGuard.class);

    /** A send that is under way. */
    private record Pending(Future<RecordMetadata> ack, long sinceNanos) {

        boolean isStalled() {
            return !ack.isDone() && System.nanoTime() - sinceNanos > STALLED.toNanos();
        }
    }

    @BeforeEach
    void listenToTheLog() {
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void leaveTheLogAndMendTheCluster(KafkaCluster cluster) {
        logger.detachAppender(appender);
        ticks.shutdownNow();
        cluster.restore();
    }

    @Test
    void aKilledFollowerIsNoticedWithinFiveSecondsAndItsReturnWithinFour(KafkaCluster cluster) throws Exception {
        cluster.createTopic("fragile", Map.of(0, List.of(1, 3)), MIN_ISR_2);
        try (GuardSide sdk = new GuardSide(cluster.bootstrapServers());
                KafkaProducer<String, String> producer = sdk.plainProducer()) {
            AcksGuard guard = sdk.guard(AcksRules.DEFAULT);
            guard.preflight(List.of("fragile"));
            producer.send(new ProducerRecord<>("fragile", "key", "before")).get(20, TimeUnit.SECONDS);
            watch(guard, "fragile");

            long killed = System.nanoTime();
            cluster.broker(3).kill();
            pending.set(
                    new Pending(producer.send(new ProducerRecord<>("fragile", "key", "during")), System.nanoTime()));
            Told stop = awaitHeadroom(sdk, -1);
            Duration noticed = Duration.ofNanos(stop.atNanos() - killed);
            System.out.println("Killed follower: headroom -1 told after " + noticed.toMillis() + " ms");
            assertThat(noticed).isLessThan(NOTICED.plus(BusyMachine.ALLOWANCE));
            assertThat(stop.verdict().summary())
                    .contains("broker 3, which holds a replica, does not answer from here: "
                            + cluster.broker(3).address() + " refuses the connection")
                    .contains("the cluster still counts it as in sync: partition fragile-0 has 2 of 2");
            assertThat(warnings())
                    .last()
                    .asString()
                    .startsWith("Topic 'fragile' (NO_HEADROOM) seems to take no acks=all writes now")
                    .contains("partition 0 broker 3", "refuses the connection", "Cure: bring broker 3 back");
            Diagnosis expired = guard.explain("fragile", 0, new TimeoutException("Expiring 1 record(s)"), NOTICED);
            assertThat(expired.kind()).isEqualTo(ErrorKind.SHORT_ISR);
            assertThat(expired.cause()).startsWith("broker 3, which holds a replica, does not answer from here");

            // Once it is fenced the words change, the verdict does not.
            await().atMost(Duration.ofSeconds(40))
                    .until(() -> guard.safetyOf("fragile")
                            .verdict()
                            .summary()
                            .contains("right now it refuses acks=all writes to partition 0"));
            assertThat(sdk.told()).hasSize(2);

            cluster.broker(3).start();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> inSync(cluster, "fragile") == 2);
            long back = System.nanoTime();
            Told again = awaitHeadroom(sdk, 0);
            Duration recovered = Duration.ofNanos(again.atNanos() - back);
            System.out.println(
                    "Returned follower: headroom 0 told " + recovered.toMillis() + " ms after the ISR was full");
            assertThat(recovered).isLessThan(RECOVERED.plus(BusyMachine.ALLOWANCE));
            assertThat(sdk.told()).hasSize(3);
            assertThat(guard.topicsInTrouble()).isEmpty();
        }
    }

    @Test
    void aFrozenLeaderIsNoticedToo(KafkaCluster cluster) throws Exception {
        cluster.createTopic("frozen", Map.of(0, List.of(2, 1)), MIN_ISR_2);
        try (GuardSide sdk = new GuardSide(cluster.bootstrapServers());
                KafkaProducer<String, String> producer = sdk.plainProducer()) {
            AcksGuard guard = sdk.guard(AcksRules.DEFAULT);
            guard.preflight(List.of("frozen"));
            producer.send(new ProducerRecord<>("frozen", "key", "before")).get(20, TimeUnit.SECONDS);
            watch(guard, "frozen");

            long frozen = System.nanoTime();
            cluster.broker(2).pause();
            pending.set(new Pending(producer.send(new ProducerRecord<>("frozen", "key", "during")), System.nanoTime()));
            Told stop = awaitHeadroom(sdk, -1);
            Duration noticed = Duration.ofNanos(stop.atNanos() - frozen);
            System.out.println("Frozen leader: headroom -1 told after " + noticed.toMillis() + " ms: "
                    + stop.verdict().summary());
            assertThat(stop.verdict().cure()).startsWith("bring broker 2 back");
            cluster.broker(2).resume();
            awaitHeadroom(sdk, 0);
        }
    }

    private void watch(AcksGuard guard, String topic) {
        Runnable tick = () -> {
            Pending send = pending.get();
            guard.observeStalled(send != null && send.isStalled() ? List.of(topic) : List.of());
        };
        ticks.scheduleWithFixedDelay(tick, 1, 1, TimeUnit.SECONDS);
    }

    /** Waits for the last news to be this. */
    private static Told awaitHeadroom(GuardSide sdk, int headroom) {
        Optional<Told> last = await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> sdk.told().stream().reduce((first, second) -> second),
                        told -> told.filter(news -> news.verdict().headroom() == headroom)
                                .isPresent());
        return last.orElseThrow();
    }

    private static int inSync(KafkaCluster cluster, String topic) throws Exception {
        return cluster.admin()
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get(20, TimeUnit.SECONDS)
                .get(topic)
                .partitions()
                .get(0)
                .isr()
                .size();
    }

    private List<String> warnings() {
        return appender.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
