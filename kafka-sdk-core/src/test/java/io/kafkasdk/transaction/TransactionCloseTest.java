package io.kafkasdk.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.producer.SendTracing;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.TransactionSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Closing a transactional producer whose Kafka client does not end. */
class TransactionCloseTest {

    private static final TransactionSettings<String, String> STUCK =
            TransactionSettings.named("stuck", "0", new StringSerializer(), new StringSerializer());

    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger made = new AtomicInteger();
    private final TransactionPool pool = new TransactionPool(
            ClusterSettings.of("127.0.0.1:1"),
            "app",
            new TransactionPool.Watchers(
                    new GuardFixture().guard(AcksRules.DEFAULT), TransactionListener.NONE, SendTracing.NONE),
            config -> hanging(),
            System::nanoTime);
    private final TransactionalProducer<String, String> producer =
            pool.open(STUCK, new ClientTuning("TEST", List.of()));

    @AfterEach
    void letGo() {
        held.countDown();
    }

    @Test
    void closingIsBoundedEvenWhereTheClientsCloseIsNot() {
        producer.run(transaction -> 0);
        assertThat(CompletableFuture.runAsync(() -> producer.close(Duration.ofMillis(100))))
                .succeedsWithin(Duration.ofSeconds(20));
        assertThat(pool.clientIds()).as("still open").isNotEmpty();
        held.countDown();
        await().atMost(Duration.ofSeconds(10)).until(() -> pool.clientIds().isEmpty());
    }

    @Test
    void aRunIsNotHeldUpByTheEndOfItsClient() {
        made.set(-1);
        assertThat(CompletableFuture.supplyAsync(() -> producer.run(transaction -> 0)))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(TransactionFailedException.class);
    }

    @Test
    void theNextClientIsNotMadeBeforeTheOneThatWasGivenUpHasEnded() {
        made.set(-1);
        assertThat(CompletableFuture.supplyAsync(() -> producer.run(transaction -> 0)))
                .failsWithin(Duration.ofSeconds(20));
        CompletableFuture<Integer> next = CompletableFuture.supplyAsync(() -> producer.run(transaction -> 7));
        await().during(Duration.ofSeconds(1)).until(() -> made.get() == 0);
        held.countDown();
        assertThat(next).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(7);
        assertThat(made).hasValue(1);
    }

    /** Cannot be prepared where it is number 0; its close does not return. */
    private Producer<byte[], byte[]> hanging() {
        MockProducer<byte[], byte[]> client =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public void close(Duration timeout) {
                        try {
                            held.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    }
                };
        if (made.incrementAndGet() == 0) {
            client.initTransactionException = new TransactionalIdAuthorizationException("no");
        }
        return client;
    }
}
