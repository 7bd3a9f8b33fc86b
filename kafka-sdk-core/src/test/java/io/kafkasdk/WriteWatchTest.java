package io.kafkasdk;

import static io.kafkasdk.acks.GuardFixture.Partition.healthy;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.acks.AcksGuard;
import io.kafkasdk.acks.AcksRules;
import io.kafkasdk.acks.Durability;
import io.kafkasdk.acks.GuardFixture;
import io.kafkasdk.acks.GuardFixture.Partition;
import io.kafkasdk.acks.RetryCause;
import io.kafkasdk.producer.RetriedRecords;
import io.kafkasdk.producer.SendListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class WriteWatchTest {

    private static final TopicPartition LED = new TopicPartition("led", 0);

    private final GuardFixture fixture = new GuardFixture()
            .topic("stuck", 2, healthy(1, 2))
            .topic("led", 2, healthy(1, 2))
            .topic("retried", 2, healthy(1, 2));
    private final AcksGuard guard = fixture.guard(AcksRules.DEFAULT);
    private final Told told = new Told();
    private final FakeWriters writers = new FakeWriters();

    @Test
    void stalledTopicsAreLookedAtBeforeAnyWatermarkIsAskedFor() {
        writers.stalled.add("stuck");
        writers.asks = 1;
        List<Collection<String>> lookedAt = new ArrayList<>();
        watch((partitions, limit) -> {
                    lookedAt.addAll(fixture.calls);
                    return Map.of();
                })
                .look();
        assertThat(lookedAt).containsExactly(List.of("stuck"));
    }

    @Test
    void topicsInTroubleAreLookedAtAgainBeforeAnyWatermarkIsAskedFor() {
        fixture.silent.put(2, "10.0.0.2:9092 refuses the connection");
        writers.stalled.add("stuck");
        watch((partitions, limit) -> Map.of()).look();
        writers.stalled.clear();
        writers.asks = 1;
        fixture.nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        fixture.calls.clear();
        watch((partitions, limit) -> {
                    assertThat(fixture.calls).containsExactly(List.of("stuck"));
                    return Map.of();
                })
                .look();
        assertThat(fixture.calls).hasSize(1);
    }

    @Test
    void topicsWithInvisibleRecordsHaveTheirBrokersAskedAndRetriedOnesAreLookedAt() {
        writers.hidden.add("led");
        writers.retried.add(new RetriedRecords("app.p", "led", 1, Durability.LEADER));
        writers.retried.add(new RetriedRecords("app.p", "retried", 1, Durability.ALL));
        guard.safetyOf("retried");
        watch((partitions, limit) -> Map.of()).look();
        assertThat(fixture.calls).containsExactly(List.of("led"), List.of("retried"));
        assertThat(fixture.probed).containsExactly(Set.of(1, 2));
    }

    @Test
    void aQuestionForWatermarksIsShortHoweverManyProducersAsk() {
        writers.asks = 40;
        List<Duration> limits = new ArrayList<>();
        watch((partitions, limit) -> {
                    limits.add(limit);
                    return Map.of();
                })
                .look();
        assertThat(limits)
                .hasSize(40)
                .allSatisfy(limit -> assertThat(limit).isBetween(Duration.ofMillis(100), Duration.ofSeconds(1)));
    }

    @Test
    void whatWasSentAgainIsToldWithTheCauseThatTheLookBehindItFound() {
        fixture.topic("retried", 2, new Partition(List.of(1, 2), List.of(1)))
                .topic("led", 2, new Partition(List.of(1, 2), List.of(1)));
        writers.retried.add(new RetriedRecords("app.p", "retried", 5, Durability.ALL));
        writers.retried.add(new RetriedRecords("app.p", "led", 2, Durability.LEADER));
        writers.retried.add(new RetriedRecords("app.p", "stuck", 1, Durability.ALL));
        watch((partitions, limit) -> Map.of()).look();
        assertThat(told.news)
                .containsExactly("app.p retried 5 NOT_ENOUGH_REPLICAS", "app.p led 2 UNKNOWN", "app.p stuck 1 UNKNOWN");
    }

    @Test
    void theCauseIsKnownForAStalledTopicToo() {
        fixture.topic("stuck", 2, new Partition(List.of(1, 2), List.of(1)));
        writers.stalled.add("stuck");
        writers.retried.add(new RetriedRecords("app.p", "stuck", 3, Durability.ALL));
        watch((partitions, limit) -> Map.of()).look();
        assertThat(told.news).containsExactly("app.p stuck 3 NOT_ENOUGH_REPLICAS");
    }

    private WriteWatch watch(WriteWatch.Ends ends) {
        return new WriteWatch(writers, guard, ends, told);
    }

    private static final class Told implements SendListener {

        private final List<String> news = new ArrayList<>();

        @Override
        public void retried(String clientId, String topic, long records, RetryCause cause) {
            news.add(clientId + " " + topic + " " + records + " " + cause);
        }
    }

    private static final class FakeWriters implements WriteWatch.Writers {

        private final Set<String> stalled = new TreeSet<>();
        private final Set<String> hidden = new TreeSet<>();
        private final List<RetriedRecords> retried = new ArrayList<>();
        private int asks;

        @Override
        public Set<String> stalledTopics() {
            return stalled;
        }

        @Override
        public Set<String> countInvisible(Function<Collection<TopicPartition>, Map<TopicPartition, Long>> watermarks) {
            for (int producer = 0; producer < asks; producer++) {
                assertThat(watermarks.apply(List.of(LED))).isEmpty();
            }
            return hidden;
        }

        @Override
        public List<RetriedRecords> retries() {
            return retried;
        }
    }
}
