package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.lag.AskedEnds;
import io.kafkasdk.lag.Lags;
import io.kafkasdk.lag.PartitionLag;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class ConsumerPoolTest {

    private final List<ConsumerState> states = new ArrayList<>();
    private final ConsumerPool pool =
            new ConsumerPool(ClusterSettings.of("localhost:1"), "shop", new ConsumerListener() {
                @Override
                public void stateChanged(String group, ConsumerState state) {
                    states.add(state);
                }
            });

    @Test
    void aConsumerThatIsNotStartedHasNoThreadAndNoClient() {
        ManagedConsumer consumer = open("payments", "orders");
        assertThat(consumer.state()).isEqualTo(ConsumerState.CREATED);
        consumer.close();
        consumer.close();
        assertThat(consumer.state()).isEqualTo(ConsumerState.CLOSED);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().contains("shop.payments"));
        assertThatThrownBy(consumer::start).isInstanceOf(IllegalStateException.class);
        assertThat(states).containsExactly(ConsumerState.CLOSED);
    }

    @Test
    void refusesSettingsWithoutTopics() {
        assertThatThrownBy(() -> open("payments"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("payments")
                .hasMessageContaining("topics(...)");
    }

    @Test
    void refusesASecondConsumerOfAGroupWithOtherTopics() {
        open("payments", "orders", "refunds");
        assertThat(open("payments", "refunds", "orders").clientId()).isEqualTo("shop.payments-2");
        assertThatThrownBy(() -> open("payments", "orders"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("shop.payments reads [orders, refunds]");
        assertThat(pool.consumers()).hasSize(2);
    }

    @Test
    void refusesASecondLiveConsumerWithTheSameInstance() {
        ManagedConsumer first =
                pool.open(settings("payments", "orders").instance("pod-1"), record -> {}, GroupBench.NO_TUNING);
        assertThatThrownBy(() ->
                        pool.open(settings("payments", "orders").instance("pod-1"), record -> {}, GroupBench.NO_TUNING))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("instance = 'pod-1'")
                .hasMessageContaining("shop.payments has it");
        open("payments", "orders");
        pool.open(settings("billing", "orders").instance("pod-1"), record -> {}, GroupBench.NO_TUNING);
        first.close();
        pool.open(settings("payments", "orders").instance("pod-1"), record -> {}, GroupBench.NO_TUNING);
    }

    @Test
    void aSeekNeedsARunningConsumer() {
        ManagedConsumer consumer = open("payments", "orders");
        assertThat(consumer.seek(Map.of(MockMember.P0, 3L)).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(consumer.seek(Instant.EPOCH).toCompletableFuture()).isCompletedExceptionally();
        consumer.close();
        assertThat(consumer.seek(Map.of(MockMember.P0, 3L)).toCompletableFuture())
                .isCompletedExceptionally();
    }

    @Test
    void aClosedConsumerLeavesItsNameAndGroupToOthers() {
        open("payments", "orders").close();
        assertThat(pool.consumers()).isEmpty();
        assertThat(open("payments", "refunds").clientId()).isEqualTo("shop.payments");
    }

    @Test
    void aClosedPoolMakesNoConsumers() {
        ManagedConsumer consumer = open("payments", "orders");
        pool.close(Duration.ofSeconds(1));
        assertThat(consumer.state()).isEqualTo(ConsumerState.CLOSED);
        assertThatThrownBy(() -> open("other", "orders"))
                .isInstanceOfSatisfying(
                        KafkaSdkException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.CLOSED));
    }

    @Test
    void pauseBeforeStartIsRemembered() {
        ManagedConsumer consumer = open("payments", "orders");
        consumer.pause();
        consumer.start();
        assertThat(consumer.state()).isEqualTo(ConsumerState.PAUSED);
        consumer.resume();
        assertThat(consumer.state()).isEqualTo(ConsumerState.RUNNING);
        assertThatThrownBy(consumer::start).isInstanceOf(IllegalStateException.class);
        consumer.close(Duration.ofSeconds(2));
        assertThat(states)
                .containsExactly(
                        ConsumerState.PAUSED, ConsumerState.RUNNING, ConsumerState.DRAINING, ConsumerState.CLOSED);
    }

    @Test
    void anAddressThatCannotBeResolvedLeavesTheStartToBeTriedAgain() {
        ConsumerPool nowhere =
                new ConsumerPool(ClusterSettings.of("no-such-host.invalid:9092"), "shop", new ConsumerListener() {
                    @Override
                    public void stateChanged(String group, ConsumerState state) {
                        states.add(state);
                    }
                });
        ManagedConsumer consumer = nowhere.open(settings("payments", "orders"), record -> {}, GroupBench.NO_TUNING);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(consumer::start)
                    .isInstanceOfSatisfying(
                            KafkaSdkException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ErrorKind.UNREACHABLE))
                    .as("the client's own diagnosis")
                    .hasMessageStartingWith("The Kafka client 'shop.payments'")
                    .hasMessageContaining("bootstrapServers resolves: ")
                    .hasMessageContaining("no-such-host.invalid");
            assertThat(consumer.state()).isEqualTo(ConsumerState.CREATED);
            assertThat(consumer.failure()).isEmpty();
        }
        consumer.close();
        assertThat(consumer.state()).isEqualTo(ConsumerState.CLOSED);
        assertThat(states)
                .containsExactly(
                        ConsumerState.RUNNING,
                        ConsumerState.CREATED,
                        ConsumerState.RUNNING,
                        ConsumerState.CREATED,
                        ConsumerState.CLOSED);
    }

    private ManagedConsumer open(String group, String... topics) {
        return pool.open(settings(group, topics), record -> {}, GroupBench.NO_TUNING);
    }

    private static ConsumerSettings<String, String> settings(String group, String... topics) {
        return ConsumerSettings.group(group, new StringDeserializer(), new StringDeserializer())
                .topics(topics);
    }

    @Test
    void aConsumerThatFailedLeavesItsNameAndGroupToOthers() {
        ManagedConsumer failed = failed();
        assertThat(pool.consumers()).as("to be seen until it is replaced").containsExactly(failed);
        ManagedConsumer next = open("payments", "refunds");
        assertThat(next.clientId()).isEqualTo("shop.payments");
        assertThat(pool.consumers()).containsExactly(next);
    }

    @Test
    void anErrorWhileStartingEndsFailed() {
        ConsumerPool broken = new ConsumerPool(ClusterSettings.of("localhost:1"), "shop", new ConsumerListener() {
            @Override
            public void stateChanged(String group, ConsumerState state) {
                if (state == ConsumerState.RUNNING) {
                    throw new OutOfMemoryError("planted");
                }
            }
        });
        ManagedConsumer consumer = broken.open(settings("payments", "orders"), record -> {}, GroupBench.NO_TUNING);
        assertThatThrownBy(consumer::start)
                .isInstanceOf(KafkaSdkException.class)
                .hasMessageContaining("more memory");
        assertThat(consumer.state()).isEqualTo(ConsumerState.FAILED);
    }

    @Test
    void closeTimeoutsBeyondWhatNanosecondsHoldAreTaken() {
        ManagedConsumer first = open("payments", "orders");
        first.start();
        first.close(Duration.ofMillis(Long.MAX_VALUE));
        assertThat(first.state()).isEqualTo(ConsumerState.CLOSED);
        ManagedConsumer second = open("payments", "orders");
        second.start();
        second.close(Duration.ofSeconds(Long.MIN_VALUE));
        assertThat(second.state()).isEqualTo(ConsumerState.CLOSED);
        pool.close(Duration.ofSeconds(Long.MAX_VALUE));
    }

    @Test
    void anOutageIsToldOnceAndKeepsNoIsolationLevelFromBeingAsked() {
        List<IsolationLevel> asked = new ArrayList<>();
        pool.refreshLag(new AskedEnds((stale, isolation) -> Map.of()));
        try (LogCapture log = new LogCapture(ConsumerPool.class)) {
            for (int i = 0; i < 3; i++) {
                // Those about whom nobody answered are left alone for a while.
                sampled("payments" + i, "read_committed");
                sampled("billing" + i, "read_uncommitted");
                pool.refreshLag(new AskedEnds((stale, isolation) -> {
                    asked.add(isolation);
                    throw new KafkaSdkException(
                            new Diagnosis(ErrorKind.UNREACHABLE, "No answer", "a cut", "mend it"), null);
                }));
            }
            assertThat(asked).hasSize(6).contains(IsolationLevel.values());
            assertThat(log.count()).isEqualTo(1);
            assertThat(log.text()).contains("No answer", "lag becomes unknown");
        }
    }

    private void sampled(String group, String isolation) {
        GroupMember<?, ?> member = (GroupMember<?, ?>) pool.open(
                settings(group, "orders").kafkaProperty("isolation.level", isolation),
                record -> {},
                GroupBench.NO_TUNING);
        member.lagTracker().sample(List.of(Lags.sample(MockMember.P0, PartitionLag.UNKNOWN, PartitionLag.UNKNOWN)));
    }

    private ManagedConsumer failed() {
        ManagedConsumer consumer = pool.open(
                settings("payments", "orders").kafkaProperty("fetch.min.bytes", "many"),
                record -> {},
                GroupBench.NO_TUNING);
        assertThatThrownBy(consumer::start).isInstanceOf(KafkaSdkException.class);
        return consumer;
    }
}
