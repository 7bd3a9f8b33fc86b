package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kafkasdk.HeldHandler;
import io.kafkasdk.error.Diagnosis;
import io.kafkasdk.test.KafkaCluster;
import io.kafkasdk.test.KafkaClusterTest;
import io.kafkasdk.test.Sharing;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who holds up the poll thread is named on a real cluster. */
@Timeout(300)
@KafkaClusterTest(sharing = Sharing.JVM)
class PollThreadStallIT {

    private static final Duration SOON = Duration.ofSeconds(80);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Patience IMPATIENT =
            new Patience(SHORT, SHORT, SHORT, Duration.ofSeconds(10), SHORT, SHORT, Duration.ofSeconds(10), SHORT);

    /** A listener that blocks where it must not. */
    private static final class Blocking implements ConsumerListener {

        private final HeldHandler held = new HeldHandler();
        private final List<Diagnosis> stalls = new CopyOnWriteArrayList<>();

        @Override
        public void assigned(String group, Collection<TopicPartition> partitions) {
            held.hold();
        }

        @Override
        public void stalled(String group, Diagnosis why) {
            stalls.add(why);
        }
    }

    @Test
    void aListenerThatHoldsThePollThreadIsNamedWithItsStack(KafkaCluster cluster) throws Exception {
        BothProtocols.atOnce(protocol -> {
            Blocking listener = new Blocking();
            try (GroupBench bench = new GroupBench(cluster, 1, listener, IMPATIENT)) {
                ManagedConsumer consumer = bench.start(bench.settings(protocol), record -> {});
                // A round may take as long as the drain timeout of a rebalance, and 20 s.
                await().atMost(SOON.plusSeconds(20)).until(() -> {
                    bench.pool().lookForStalls();
                    return consumer.stall()
                            .filter(stall -> stall.what().contains("poll thread"))
                            .isPresent();
                });
                assertThat(consumer.stall().orElseThrow().text())
                        .contains("poll thread", "io.kafkasdk.HeldHandler.hold:", "ConsumerListener");
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(listener.stalls)
                                .filteredOn(stall -> stall.what().contains("poll thread"))
                                .hasSize(1));
                listener.held.letGo();
                await().atMost(SOON).until(() -> consumer.stall().isEmpty());
            } finally {
                listener.held.letGo();
            }
        });
    }
}
