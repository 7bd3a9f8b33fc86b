package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.error.ErrorKind;
import io.kafkasdk.error.KafkaSdkException;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.settings.ConsumerSettings;
import io.kafkasdk.settings.InvalidSettingsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    void anAddressThatCannotBeResolvedFailsTheStart() {
        ConsumerPool nowhere =
                new ConsumerPool(ClusterSettings.of("no-such-host.invalid:9092"), "shop", new ConsumerListener() {});
        ManagedConsumer consumer = nowhere.open(settings("payments", "orders"), record -> {}, GroupBench.NO_TUNING);
        assertThatThrownBy(consumer::start)
                .isInstanceOf(KafkaSdkException.class)
                .hasMessageContaining("payments")
                .hasMessageContaining("bootstrap");
        assertThat(consumer.state()).isEqualTo(ConsumerState.FAILED);
        assertThat(consumer.failure()).isPresent();
        consumer.close();
        assertThat(consumer.failure()).isEmpty();
    }

    private ManagedConsumer open(String group, String... topics) {
        return pool.open(settings(group, topics), record -> {}, GroupBench.NO_TUNING);
    }

    private static ConsumerSettings<String, String> settings(String group, String... topics) {
        return ConsumerSettings.group(group, new StringDeserializer(), new StringDeserializer())
                .topics(topics);
    }
}
