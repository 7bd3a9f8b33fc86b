package io.kafkasdk.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkasdk.lag.ConsumptionStatus;
import io.kafkasdk.lag.LagTracker;
import io.kafkasdk.lag.LagTracker.Clocks;
import io.kafkasdk.lag.LogBounds;
import io.kafkasdk.lag.TopicStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A consumer that the application polls: of one partition with ten records, 0 to 9. */
class AdoptedConsumersTest {

    private static final TopicPartition P0 = new TopicPartition("orders", 0);
    private static final Duration POLL = Duration.ofMillis(1);
    private static final Map<String, Object> CONFIG = Map.of("group.id", "payments", "client.id", "listener-0");

    private final ManualClock clock = new ManualClock();
    private final MockConsumer<String, String> kafka = new MockConsumer<>("earliest");
    private final Told told = new Told();
    private final AdoptedConsumers adopted =
            new AdoptedConsumers(told, opened -> {}, new Clocks(clock, System::currentTimeMillis));
    private Consumer<String, String> consumer = kafka;

    @BeforeEach
    void isAssignedOnePartition() {
        consumer = adopted.adopt(kafka, CONFIG);
        consumer.subscribe(List.of("orders"));
        kafka.rebalance(List.of(P0));
        kafka.updateBeginningOffsets(Map.of(P0, 0L));
        kafka.updateEndOffsets(Map.of(P0, 10L));
    }

    private AdoptedConsumer shown() {
        return adopted.consumers().iterator().next();
    }

    private OptionalLong lag() {
        return shown().lag().records("orders");
    }

    private long frontier() {
        return shown().lag().partitions("orders").get(0).offsets().frontier();
    }

    private ConsumerRecords<String, String> poll() {
        clock.advance(Duration.ofSeconds(1));
        return consumer.poll(POLL);
    }

    private ConsumerRecords<String, String> poll(long first, int count) {
        for (long offset = first; offset < first + count; offset++) {
            kafka.addRecord(new ConsumerRecord<>("orders", 0, offset, "key", "value"));
        }
        return poll();
    }

    @Test
    void whatAPollReturnedIsUnfinishedUntilTheNextOne() {
        assertThat(poll(0, 4).count()).isEqualTo(4);
        assertThat(lag()).hasValue(10);
        assertThat(shown().inFlight("orders")).isEqualTo(4);
        assertThat(told.handled).isZero();
        poll();
        assertThat(lag()).hasValue(6);
        assertThat(shown().inFlight("orders")).isZero();
        assertThat(told.handled).isEqualTo(4);
    }

    @Test
    void theFirstBatchIsSeenThoughItsHandlingNeverEnds() {
        poll();
        // One poll brings a partition and its first record, at once after a sample, and no poll follows.
        TopicPartition other = new TopicPartition("orders", 1);
        kafka.schedulePollTask(() -> {
            kafka.rebalance(List.of(other));
            kafka.updateBeginningOffsets(Map.of(other, 0L));
            kafka.updateEndOffsets(Map.of(other, 10L));
            kafka.addRecord(new ConsumerRecord<>("orders", 1, 0, "key", "value"));
        });
        consumer.poll(POLL);
        assertThat(lag()).hasValue(10);
    }

    @Test
    void theNextPollNeedNotEndForThat() {
        poll(0, 4);
        kafka.schedulePollTask(() -> assertThat(lag()).hasValue(6));
        assertThat(poll().count()).isZero();
    }

    @Test
    void itIsFinishedBeforeWhereTheApplicationCommitsIt() {
        poll(0, 4);
        consumer.commitSync(Map.of(P0, new OffsetAndMetadata(3)));
        assertThat(lag()).hasValue(7);
        assertThat(told.commits).containsExactly(true);
        poll();
        assertThat(shown().lag().committedRecords("orders")).hasValue(7);
    }

    @Test
    void anAsynchronousCommitCountsWhenItSucceeds() {
        List<String> called = new ArrayList<>();
        poll(0, 4);
        consumer.commitAsync((offsets, failure) -> called.add(offsets + " " + failure));
        assertThat(called).hasSize(1);
        assertThat(told.commits).containsExactly(true);
        poll();
        assertThat(shown().lag().committedRecords("orders")).hasValue(6);
    }

    @Test
    void aSeekBackLowersIt() {
        poll(0, 4);
        consumer.seek(P0, 2);
        poll();
        assertThat(told.handled).as("the other two come again").isEqualTo(2);
        assertThat(frontier()).isEqualTo(2);
        assertThat(lag()).hasValue(8);
        poll(2, 2);
        poll();
        assertThat(told.handled).isEqualTo(4);
        assertThat(lag()).hasValue(6);
    }

    @Test
    void itIsLevelAtTheEnd() {
        poll(0, 10);
        poll();
        assertThat(lag()).hasValue(0);
        assertThat(shown().lag().time("orders").age()).isZero();
    }

    @Test
    void aPollLoopThatStandsStillIsStopAfterHalfOfThePollLimit() {
        poll(0, 4);
        clock.advance(Duration.ofSeconds(140));
        asksForTheEnd();
        adopted.lookAtLag();
        assertThat(status()).as("a batch may take its time").isNotEqualTo(ConsumptionStatus.STOP);
        clock.advance(Duration.ofSeconds(20));
        asksForTheEnd();
        adopted.lookAtLag();
        assertThat(status()).isEqualTo(ConsumptionStatus.STOP);
        assertThat(shown().lag().status("orders").map(TopicStatus::evidence).orElse(""))
                .contains("the poll thread has not come round for 160 s");
    }

    @Test
    void aPollThatWaitsIsNoStandstillAndConfirmsTheEnd() {
        poll(0, 10);
        poll();
        kafka.schedulePollTask(() -> {
            clock.advance(Duration.ofSeconds(200));
            asksForTheEnd();
            adopted.lookAtLag();
            assertThat(status()).isEqualTo(ConsumptionStatus.OK);
            assertThat(shown().lag().sampleAgeSeconds()).isZero();
        });
        consumer.poll(POLL);
    }

    private ConsumptionStatus status() {
        return shown().lag().status("orders").map(TopicStatus::status).orElseThrow();
    }

    private void asksForTheEnd() {
        adopted.refreshLag(new LogBounds() {
            @Override
            public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel isolation) {
                return Map.of(P0, 10L);
            }

            @Override
            public Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions) {
                return Map.of(P0, 0L);
            }
        });
    }

    @Test
    void rebalancesAreToldAndTheApplicationsListenerIsCalledOnce() {
        List<String> own = new ArrayList<>();
        consumer.subscribe(List.of("orders"), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                own.add("revoked " + partitions);
            }

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                own.add("assigned " + partitions);
            }
        });
        TopicPartition other = new TopicPartition("orders", 1);
        kafka.rebalance(List.of(other));
        assertThat(own).containsExactly("revoked [orders-0]", "assigned [orders-1]");
        assertThat(told.moves).containsExactly("+[orders-0]", "-[orders-0]", "+[orders-1]");
    }

    @Test
    void closingTakesItsPartitionsAndItselfOutOfSight() {
        poll(0, 4);
        AdoptedConsumer before = shown();
        consumer.close();
        assertThat(kafka.closed()).isTrue();
        assertThat(adopted.consumers()).isEmpty();
        assertThat(before.state()).isEqualTo(ConsumerState.CLOSED);
        assertThat(before.lag().partitions()).isEmpty();
        assertThat(told.moves).containsExactly("+[orders-0]", "-[orders-0]");
    }

    @Test
    void theApplicationSeesTheClientsExceptionsAsTheyAre() {
        KafkaException broken = new KafkaException("broken");
        kafka.setPollException(broken);
        assertThatThrownBy(this::poll).isSameAs(broken);
        consumer.wakeup();
        assertThatThrownBy(this::poll).isInstanceOf(WakeupException.class);
        assertThatThrownBy(() -> consumer.position(new TopicPartition("none", 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListenerThatThrowsKeepsNoRecordFromTheApplication() {
        told.breaks = true;
        assertThat(poll(0, 4).count()).isEqualTo(4);
        assertThat(poll(4, 2).count()).isEqualTo(2);
    }

    @Test
    void whoCannotRegisterMetersKeepsNobodyFromItsConsumer() {
        AdoptedConsumers broken = new AdoptedConsumers(told, opened -> {
            throw new IllegalArgumentException("broken filter");
        });
        assertThat(broken.adopt(kafka, CONFIG)).isNotSameAs(kafka);
        assertThat(broken.consumers()).hasSize(1);
    }

    @Test
    void aCommitAfterASeekBackIsOfThePlaceSoughtTo() {
        poll(0, 4);
        consumer.seek(P0, 2);
        consumer.commitSync();
        poll();
        assertThat(kafka.committed(java.util.Set.of(P0)).get(P0).offset()).isEqualTo(2);
        assertThat(shown().lag().committedRecords("orders")).hasValue(8);
    }

    @Test
    void aPartitionWhoseRecordsAnInterceptorTookIsNoTrouble() {
        TopicPartition other = new TopicPartition("orders", 1);
        poll(0, 1);
        PolledProgress progress = new PolledProgress(
                kafka,
                new LagTracker("payments", IsolationLevel.READ_UNCOMMITTED, Clocks.SYSTEM),
                new ConsumerEvents("payments", told, clock),
                Clocks.SYSTEM);
        ConsumerRecord<String, String> record = new ConsumerRecord<>("orders", 0, 0, "key", "value");
        progress.returned(new ConsumerRecords<>(Map.of(other, List.of(), P0, List.of(record)), Map.of()));
        assertThat(progress.inFlight("orders")).isEqualTo(1);
    }

    @Test
    void pausedByTheApplicationItIsPaused() {
        poll(0, 4);
        consumer.pause(List.of(P0));
        poll();
        assertThat(shown().state()).isEqualTo(ConsumerState.PAUSED);
        consumer.resume(List.of(P0));
        poll();
        assertThat(shown().state()).isEqualTo(ConsumerState.RUNNING);
    }

    @Test
    void aConsumerWithoutAGroupAndOneThatIsAdoptedStayAsTheyAre() {
        MockConsumer<String, String> alone = new MockConsumer<>("earliest") {
            @Override
            public ConsumerGroupMetadata groupMetadata() {
                throw new InvalidGroupIdException("no group");
            }
        };
        assertThat(adopted.adopt(alone, Map.of())).isSameAs(alone);
        assertThat(adopted.adopt(consumer, CONFIG)).isSameAs(consumer);
        assertThat(consumer).isEqualTo(consumer).isNotEqualTo(kafka);
    }

    /** What the listener was told. */
    private static final class Told implements ConsumerListener {

        private final List<String> moves = new ArrayList<>();
        private final List<Boolean> commits = new CopyOnWriteArrayList<>();
        private int handled;
        private boolean breaks;

        @Override
        public void handled(String group, String topic, int sizeBytes, long timestampMillis, long tookNanos) {
            if (breaks) {
                throw new IllegalStateException("broken");
            }
            handled++;
        }

        @Override
        public void committed(String group, boolean succeeded, long tookNanos) {
            commits.add(succeeded);
        }

        @Override
        public void assigned(String group, Collection<TopicPartition> partitions) {
            moves.add("+" + partitions);
        }

        @Override
        public void revoked(String group, Collection<TopicPartition> partitions, boolean lost) {
            moves.add("-" + partitions);
        }
    }
}
