package io.kafkasdk.producer;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.settings.ProducerSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Closing a producer whose Kafka client does not end. */
class ProducerCloseTest {

    private static final String CLIENT_ID = "app.stuck";

    private final CountDownLatch held = new CountDownLatch(1);
    private final AtomicInteger closings = new AtomicInteger();
    private final GuardedProducer<String, String> stuck = stuck();

    @AfterEach
    void letGo() {
        held.countDown();
    }

    @Test
    void closingIsBoundedEvenWhereTheClientsCloseIsNot() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> stuck.close(Duration.ofMillis(100)));
        assertThat(closings).as("still open").hasValue(0);
        held.countDown();
        await().atMost(Duration.ofSeconds(5)).until(() -> closings.get() == 1);
    }

    @Test
    void closingOnTheClientsOwnThreadDoesNotWaitForItsEnd() throws Exception {
        Thread ioThread = new Thread(stuck::close, "kafka-producer-network-thread | " + CLIENT_ID);
        ioThread.start();
        ioThread.join(8_000);
        assertThat(ioThread.isAlive()).as("waits").isFalse();
    }

    private GuardedProducer<String, String> stuck() {
        MockProducer<Object, Object> hanging =
                new MockProducer<>(true, null, BytesInTransit.KEY, BytesInTransit.VALUE) {
                    @Override
                    public void close(Duration timeout) {
                        try {
                            held.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    }
                };
        AcksGuard guard =
                new GuardFixture().topic("orders", 2, healthy(1, 2, 3)).guard(AcksRules.DEFAULT);
        SendContext context = ProducerParts.context(CLIENT_ID, guard, new SendListener() {});
        ProducerSettings<String, String> settings =
                ProducerSettings.named("orders", new StringSerializer(), new StringSerializer());
        return new KafkaGuardedProducer<>(
                new WriteClients(CLIENT_ID, settings.maxBlock(), hanging, null),
                settings,
                ProducerParts.config(),
                context,
                closings::incrementAndGet);
    }
}
