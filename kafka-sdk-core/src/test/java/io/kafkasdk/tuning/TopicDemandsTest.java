package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.cluster.TopicFacts.MinIsrCap;
import io.kafkasdk.cluster.TopicFacts.PartitionFacts;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.TuningAdvice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When the brokers of a topic compress again what producers compressed. */
class TopicDemandsTest {

    private static final TunedValue LINGER = new TunedValue("linger.ms", "10", "measured");
    private static final Judgement LZ4 = judgement(new TunedValue("compression.type", "lz4", "measured"), LINGER);

    @Test
    void aTopicThatTakesBatchesAsTheyComeDemandsNothing() {
        TopicDemands demands = demands(Map.of("orders", "producer"));
        assertThat(demands.recompression("gzip")).isEmpty();
        assertThat(demands.respectedBy(LZ4, "gzip")).isSameAs(LZ4);
    }

    @Test
    void anotherCodecThanTheProducersIsTold() {
        assertThat(demands(Map.of("orders", "gzip")).recompression("lz4"))
                .singleElement()
                .asString()
                .contains("topic 'orders'", "compression.type=gzip", "compress it again");
        assertThat(demands(Map.of("orders", "uncompressed")).recompression("lz4"))
                .singleElement()
                .asString()
                .contains("decompress")
                .doesNotContain("again");
        assertThat(demands(Map.of("orders", "lz4")).recompression("lz4")).isEmpty();
        assertThat(demands(Map.of("orders", "uncompressed")).recompression("none"))
                .isEmpty();
    }

    @Test
    void aCodecIsNotChangedAgainstATopicAndTheTopicComesFirst() {
        Judgement respecting = demands(Map.of("orders", "gzip")).respectedBy(LZ4, "gzip");
        assertThat(respecting.changes().values()).containsExactly(LINGER);
        assertThat(respecting.advice()).singleElement().satisfies(advice -> {
            assertThat(advice.setting()).isEqualTo("compression.type of topic orders");
            assertThat(advice.present()).isEqualTo("gzip");
            assertThat(advice.suggested()).isEqualTo("producer");
            assertThat(advice.risk()).isNotEmpty();
        });
        assertThat(demands(Map.of("orders", "lz4")).respectedBy(LZ4, "gzip")).isSameAs(LZ4);
    }

    @Test
    void ofATopicThatIsNotKnownNothingIsSaid() {
        TopicDemands demands = TopicDemands.of(Set.of("orders"), topic -> Optional.empty());
        assertThat(demands.recompression("gzip")).isEmpty();
        assertThat(demands.partitions()).isZero();
    }

    @Test
    void aCodecIsNotChangedWhereATopicIsNotKnownAndStaysAdvice() {
        Judgement judgement = new Judgement(
                List.of(
                        new TuningAdvice("compression.type", "gzip", "lz4", "measured", "some"),
                        new TuningAdvice("linger.ms", "0", "10", "measured", "some")),
                LZ4.changes(),
                LZ4.savings());
        List<TopicDemands> unknown = List.of(
                TopicDemands.of(Set.of(), topic -> Optional.empty()),
                TopicDemands.of(
                        Set.of("orders", "secret"),
                        topic -> topic.equals("orders") ? Optional.of(facts(topic, "producer")) : Optional.empty()));
        assertThat(unknown).allSatisfy(demands -> {
            Judgement respecting = demands.respectedBy(judgement, "gzip");
            assertThat(respecting.changes().values()).containsExactly(LINGER);
            assertThat(respecting.advice().get(0).why()).contains("measured", "not known");
            assertThat(respecting.advice().get(1).why()).isEqualTo("measured");
            assertThat(demands.surroundings(1 << 30).areKnown()).isFalse();
        });
    }

    @Test
    void theLeastMessageSizeBoundsBatches() {
        TopicDemands demands = TopicDemands.of(
                Set.of("orders", "small"),
                topic -> Optional.of(facts(topic, "producer", topic.equals("small") ? 64_000 : 1_000_000)));
        assertThat(demands.surroundings(1 << 30).mostBatchBytes()).isEqualTo(48_000);
    }

    @Test
    void thePartitionsOfAllTopicsCountWhereEachIsKnown() {
        assertThat(demands(Map.of("orders", "producer", "returns", "gzip")).partitions())
                .isEqualTo(6);
        TopicDemands partly = TopicDemands.of(
                Set.of("orders", "unknown"),
                topic -> topic.equals("orders") ? Optional.of(facts(topic, "producer")) : Optional.empty());
        assertThat(partly.partitions()).isZero();
    }

    private static TopicDemands demands(Map<String, String> codecs) {
        return TopicDemands.of(codecs.keySet(), topic -> Optional.of(facts(topic, codecs.get(topic))));
    }

    static TopicFacts facts(String topic, String compression) {
        return facts(topic, compression, 1_000_000);
    }

    private static TopicFacts facts(String topic, String compression, int maxMessageBytes) {
        List<PartitionFacts> partitions = IntStream.range(0, 3)
                .mapToObj(number -> new PartitionFacts(number, 1, List.of(1), List.of(1)))
                .toList();
        return new TopicFacts(
                topic,
                partitions,
                1,
                false,
                maxMessageBytes,
                MinIsrCap.PRESENT,
                false,
                TopicFacts.NO_BOUND,
                TopicFacts.NO_BOUND,
                false,
                compression);
    }

    private static Judgement judgement(TunedValue... changes) {
        return new Judgement(
                List.<TuningAdvice>of(), new ClientTuning("advised", List.of(changes)), new TuningSavings(0, 0, 0, ""));
    }
}
