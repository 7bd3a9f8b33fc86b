package io.kafkasdk.transaction;

import static io.kafkasdk.transaction.ReadProcessWrite.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.BusyMachine;
import io.kafkasdk.KafkaSdk;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.TransactionSettings;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.transaction.TransactionOutcome.Aborted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@KafkaClusterTest(properties = "transaction.abort.timed.out.transaction.cleanup.interval.ms=200")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransactionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaCluster cluster;
    private final KafkaSdk sdk;

    TransactionIT(KafkaCluster cluster) {
        this.cluster = cluster;
        this.sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(cluster.bootstrapServers()))
                .application("it")
                .build();
    }

    @AfterEach
    void close() {
        sdk.close();
    }

    @Test
    void aCommittedBlockIsVisibleAndAnAbortedOneIsNot() {
        topic("ledger");
        TransactionalProducer<String, String> ledger =
                sdk.transactionalProducer(settings("ledger").topics("ledger"));
        ledger.run(transaction -> {
            transaction.send("ledger", "a", "committed-1");
            transaction.send("ledger", "b", "committed-2");
            return 0;
        });
        IllegalArgumentException own = new IllegalArgumentException("no");
        assertThatThrownBy(() -> ledger.run(transaction -> {
                    transaction.send("ledger", "a", "aborted");
                    throw own;
                }))
                .isSameAs(own);
        ledger.run(transaction -> {
            transaction.send("ledger", "a", "committed-3");
            return 0;
        });
        assertThat(values(cluster, "ledger", "read_committed"))
                .containsExactlyInAnyOrder("committed-1", "committed-2", "committed-3");
    }

    @Test
    void aBlockSlowerThanTheTimeoutIsAbortedAndTheNextOneWorks() {
        topic("slow");
        TransactionalProducer<String, String> slow =
                sdk.transactionalProducer(settings("slow").transactionTimeout(Duration.ofSeconds(2)));
        TransactionFailedException failure = catchThrowableOfType(
                TransactionFailedException.class,
                () -> slow.run(transaction -> {
                    transaction.send("slow", "a", "too late");
                    await().atMost(PATIENCE)
                            .until(() -> state(slow.transactionalId()) == TransactionState.COMPLETE_ABORT);
                    transaction.send("slow", "a", "behind the abort of the coordinator");
                    return 0;
                }));
        assertThat(failure.outcome()).isInstanceOf(Aborted.class);
        assertThat(failure.kind()).isEqualTo(ErrorKind.TIMED_OUT);
        slow.run(transaction -> {
            transaction.send("slow", "a", "in time");
            return 0;
        });
        assertThat(values(cluster, "slow", "read_committed")).containsExactly("in time");
    }

    @Test
    void offsetsOfAMemberThatLeftItsGroupAbort() {
        topic("left");
        ConsumerGroupMetadata gone;
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", cluster.bootstrapServers(), "group.id", "left"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("left"));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100));
                return !consumer.assignment().isEmpty();
            });
            gone = consumer.groupMetadata();
        }
        TransactionalProducer<String, String> producer = sdk.transactionalProducer(settings("left"));
        TransactionFailedException failure = catchThrowableOfType(
                TransactionFailedException.class,
                () -> producer.run(transaction -> {
                    transaction.send("left", "a", "of a zombie");
                    transaction.offsets(Map.of(new TopicPartition("left", 0), new OffsetAndMetadata(7)), gone);
                    return 0;
                }));
        assertThat(failure.outcome()).isInstanceOf(Aborted.class);
        assertThat(failure.kind()).as("kind of %s", failure).isEqualTo(ErrorKind.FENCED);
        assertThat(failure).hasMessageContaining("group 'left'").hasCauseInstanceOf(RuntimeException.class);
        assertThat(values(cluster, "left", "read_committed")).isEmpty();
    }

    @Test
    void closingAbortsABlockThatDoesNotEndAndReturnsInTime() throws Exception {
        topic("stuck");
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        TransactionalProducer<String, String> stuck = sdk.transactionalProducer(settings("stuck"));
        CompletableFuture<Integer> run = CompletableFuture.supplyAsync(() -> stuck.run(transaction -> {
            transaction.send("stuck", "a", "never committed");
            sent.countDown();
            return awaited(release);
        }));
        assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
        long start = System.nanoTime();
        stuck.close(Duration.ofSeconds(3));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(Duration.ofSeconds(3).plus(BusyMachine.ALLOWANCE));
        await().atMost(PATIENCE).until(() -> state("it.stuck.0") == TransactionState.COMPLETE_ABORT);
        release.countDown();
        assertThat(run.handle((result, thrown) -> thrown.getCause()).get(30, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(TransactionFailedException.class, failure -> {
                    assertThat(failure.outcome()).isInstanceOf(Aborted.class);
                    assertThat(failure.kind()).isEqualTo(ErrorKind.CLOSED);
                });
        assertThat(values(cluster, "stuck", "read_committed")).isEmpty();
    }

    private static int awaited(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS) ? 1 : 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private TransactionState state(String transactionalId)
            throws ExecutionException, InterruptedException, TimeoutException {
        return cluster.admin()
                .describeTransactions(List.of(transactionalId))
                .description(transactionalId)
                .get(10, TimeUnit.SECONDS)
                .state();
    }

    private void topic(String name) {
        cluster.createTopic(name, 1, 3, Map.of("min.insync.replicas", "2"));
    }

    private static TransactionSettings<String, String> settings(String name) {
        return TransactionSettings.named(name, "0", new StringSerializer(), new StringSerializer());
    }
}
