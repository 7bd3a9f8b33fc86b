package io.kafkasdk.producer;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksPolicy;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.acks.UnsafeTopicException;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProducerPoolTest {

    private static final ClientTuning TUNING = new ClientTuning("TEST", List.of());

    private final GuardFixture fixture = new GuardFixture();
    // Nothing listens there; a Kafka producer is content with that until it sends.
    private final ProducerPool pool = pool(ClusterSettings.of("127.0.0.1:1"), AcksRules.DEFAULT);

    @AfterEach
    void close() {
        pool.close(Duration.ZERO);
    }

    @Test
    void theSameNameAndSettingsGiveTheSameProducer() {
        GuardedProducer<String, String> first = pool.open(settings("orders"), TUNING);
        assertThat(pool.open(settings("orders"), TUNING)).isSameAs(first);
        assertThat(pool.open(settings("payments"), TUNING)).isNotSameAs(first);
        assertThat(first.clientId()).isEqualTo("app.orders");
    }

    @Test
    void otherSettingsUnderALiveNameAreRefusedByName() {
        GuardedProducer<String, String> first = pool.open(settings("orders"), TUNING);
        ProducerSettings<String, String> other =
                settings("orders").maxBlock(Duration.ofSeconds(2)).kafkaProperty("linger.ms", "7");
        assertThatThrownBy(() -> pool.open(other, TUNING))
                .isInstanceOf(KafkaSdkException.class)
                .hasMessageContaining("Producer 'orders' is open with other settings")
                .hasMessageContaining("they differ in maxBlock, kafkaOverrides");
        first.close(Duration.ZERO);
        assertThat(pool.open(other, TUNING)).isNotSameAs(first);
    }

    @Test
    void otherSerializersAreOtherSettings() {
        GuardedProducer<String, String> first = pool.open(settings("orders"), TUNING);
        ProducerSettings<String, String> other =
                ProducerSettings.named("orders", new StringSerializer(), (topic, data) -> new byte[0]);
        assertThatThrownBy(() -> pool.open(other, TUNING)).hasMessageContaining("they differ in valueSerializer");
        assertThat(first.clientId()).isEqualTo("app.orders");
    }

    @Test
    void aLeakOfProducersIsStopped() {
        for (int i = 0; i < ProducerPool.MOST_OPEN; i++) {
            assertThat(pool.open(settings("p" + i), TUNING)).isNotNull();
        }
        assertThatThrownBy(() -> pool.open(settings("one-more"), TUNING))
                .isInstanceOfSatisfying(
                        KafkaSdkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.OVERLOADED))
                .hasMessageContaining("64 producers are open already");
    }

    @Test
    void anUnsafeDeclaredTopicOpensNoProducer() {
        fixture.topic("orders", 2, healthy(1, 2));
        ProducerPool strict = pool(ClusterSettings.of("127.0.0.1:1"), AcksRules.DEFAULT.withPolicy(AcksPolicy.FAIL));
        assertThatThrownBy(() -> strict.open(settings("unsafe").topics("orders"), TUNING))
                .isInstanceOf(UnsafeTopicException.class);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().contains("app.unsafe"));
    }

    @Test
    void aProducerOpenedAtOnceWaitsForHostsThatDoNotResolveYet() {
        AtomicInteger tries = new AtomicInteger();
        ProducerPool patient = pool(config -> {
            if (tries.incrementAndGet() == 1) {
                throw new KafkaSdkException(new Diagnosis(ErrorKind.UNREACHABLE, "what", "cause", "cure"), null);
            }
            return mock();
        });
        GuardedProducer<String, String> producer = patient.openAtOnce(settings("late"), TUNING);
        assertThat(producer.send("orders", "key", "value")).succeedsWithin(Duration.ofSeconds(10));
        patient.close(Duration.ZERO);
    }

    @Test
    void aProducerOpenedAtOnceIsRefusedForAnyOtherReason() {
        ProducerPool strict = pool(config -> {
            throw new KafkaSdkException(new Diagnosis(ErrorKind.MISCONFIGURED, "what", "cause", "cure"), null);
        });
        assertThatThrownBy(() -> strict.openAtOnce(settings("wrong"), TUNING)).isInstanceOf(KafkaSdkException.class);
    }

    @Test
    void hostsThatDoNotResolveAreNamedAndLeaveNoThread() {
        ProducerPool lost = pool(ClusterSettings.of("no-such-host.invalid:9092"), AcksRules.DEFAULT);
        assertThatThrownBy(() -> lost.open(settings("lost"), TUNING))
                .isInstanceOfSatisfying(
                        KafkaSdkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.UNREACHABLE))
                .hasMessageContaining("app.lost")
                .hasMessageContaining("no host in bootstrapServers resolves: no-such-host.invalid:9092");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().contains("app.lost"));
    }

    @Test
    void aSlowResolverHoldsUpNobodyButItsOwnName() throws Exception {
        CountDownLatch resolving = new CountDownLatch(1);
        CountDownLatch resolved = new CountDownLatch(1);
        ProducerPool slow = pool(config -> {
            if ("app.slow".equals(config.get("client.id"))) {
                resolving.countDown();
                awaitLatch(resolved);
            }
            return mock();
        });
        CompletableFuture<GuardedProducer<String, String>> first =
                CompletableFuture.supplyAsync(() -> slow.open(settings("slow"), TUNING));
        awaitLatch(resolving);
        CompletableFuture<GuardedProducer<String, String>> second =
                CompletableFuture.supplyAsync(() -> slow.open(settings("slow"), TUNING));
        assertThat(CompletableFuture.supplyAsync(() -> slow.open(settings("fast"), TUNING)))
                .succeedsWithin(Duration.ofSeconds(10));
        assertThat(CompletableFuture.supplyAsync(slow::retries)).succeedsWithin(Duration.ofSeconds(10));
        resolved.countDown();
        assertThat(second.get(10, TimeUnit.SECONDS)).isSameAs(first.get(10, TimeUnit.SECONDS));
        slow.close(Duration.ZERO);
    }

    @Test
    void aProducerThatIsClosingIsNotHandedOut() {
        CountDownLatch held = new CountDownLatch(1);
        ProducerPool stuck = pool(config -> new MockProducer<>(true, null, BytesInTransit.KEY, BytesInTransit.VALUE) {
            @Override
            public void close(Duration timeout) {
                awaitLatch(held);
            }
        });
        stuck.open(settings("orders"), TUNING).close(Duration.ZERO);
        assertThatThrownBy(() -> stuck.open(settings("orders"), TUNING))
                .isInstanceOfSatisfying(
                        KafkaSdkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED))
                .hasMessageContaining("is closing")
                .hasMessageContaining("ask again when it has closed");
        held.countDown();
        await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> stuck.open(settings("orders"), TUNING) != null);
        stuck.close(Duration.ZERO);
    }

    @Test
    void aDeclaredTopicIsNotForgottenWhileItsProducerIsOpen() {
        fixture.topic("declared", 2, healthy(1, 2, 3));
        AcksGuard guard = fixture.guard(AcksRules.DEFAULT);
        ProducerPool watched = new ProducerPool(
                ClusterSettings.of("127.0.0.1:1"), "app", guard, new SendListener() {}, config -> mock());
        GuardedProducer<String, String> idle = watched.open(settings("idle").topics("declared"), TUNING);
        passTwentyMinutes(watched, guard);
        assertThat(fixture.forgotten).isEmpty();
        idle.close(Duration.ZERO);
        passTwentyMinutes(watched, guard);
        assertThat(fixture.forgotten).containsExactly("declared");
    }

    private void passTwentyMinutes(ProducerPool watched, AcksGuard guard) {
        for (int minute = 0; minute < 20; minute++) {
            assertThat(watched.retries()).isEmpty();
            guard.refresh();
            fixture.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        }
    }

    @Test
    void aWatermarkThatCannotBeReadLeavesTheOtherProducersTheirCounts() {
        AcksRules led = AcksRules.DEFAULT.withDurability("led-*", Durability.LEADER);
        ProducerPool two = new ProducerPool(
                ClusterSettings.of("127.0.0.1:1"), "app", fixture.guard(led), new SendListener() {}, config -> mock());
        for (String name : List.of("a", "b")) {
            assertThat(two.open(settings(name), TUNING).send("led-" + name, "key", "value"))
                    .succeedsWithin(Duration.ofSeconds(10));
        }
        assertThat(two.countInvisible(partitions -> Map.of())).isEmpty();
        TopicPartition lost = new TopicPartition("led-a", 0);
        assertThat(two.countInvisible(partitions -> {
                    if (partitions.contains(lost)) {
                        throw new KafkaSdkException(new Diagnosis(ErrorKind.UNREACHABLE, "planted", "", ""), null);
                    }
                    return Map.of(new TopicPartition("led-b", 0), 0L);
                }))
                .contains("led-b");
        two.close(Duration.ZERO);
    }

    @Test
    void warmingUpIsBoundedWhateverMaxBlockIs() {
        fixture.topic("a", 2, healthy(1, 2, 3)).topic("b", 2, healthy(1, 2, 3));
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        ProducerPool cold = pool(config -> new MockProducer<>(true, null, BytesInTransit.KEY, BytesInTransit.VALUE) {
            @Override
            public List<PartitionInfo> partitionsFor(String topic) {
                asked.incrementAndGet();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
                return List.of();
            }
        });
        assertThat(CompletableFuture.supplyAsync(
                        () -> cold.open(settings("cold").topics("a", "b").maxBlock(Duration.ofSeconds(50)), TUNING)))
                .succeedsWithin(Duration.ofSeconds(20));
        assertThat(asked).as("not after the first failure").hasValue(1);
        cold.close(Duration.ZERO);
    }

    @Test
    void aClosedPoolOpensNothing() {
        GuardedProducer<String, String> producer = pool.open(settings("orders"), TUNING);
        pool.close(Duration.ZERO);
        pool.close(Duration.ZERO);
        assertThat(producer.send("orders", "key", "value")).isCompletedExceptionally();
        assertThatThrownBy(() -> pool.open(settings("late"), TUNING))
                .isInstanceOfSatisfying(
                        KafkaSdkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED));
    }

    private ProducerPool pool(Function<Map<String, Object>, Producer<Object, Object>> clients) {
        return new ProducerPool(
                ClusterSettings.of("127.0.0.1:1"),
                "app",
                fixture.guard(AcksRules.DEFAULT),
                new SendListener() {},
                clients);
    }

    private static MockProducer<Object, Object> mock() {
        return new MockProducer<>(true, null, BytesInTransit.KEY, BytesInTransit.VALUE);
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private ProducerPool pool(ClusterSettings cluster, AcksRules rules) {
        return new ProducerPool(cluster, "app", fixture.guard(rules), new SendListener() {});
    }

    private static ProducerSettings<String, String> settings(String name) {
        return ProducerSettings.named(name, new StringSerializer(), new StringSerializer());
    }
}
