package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.TuningAdvice;
import io.kafkasdk.tuning.Instruments.Finding;
import io.kafkasdk.tuning.Instruments.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is made of a look: with which topics, and where codecs cannot be tried. */
class ClientInstrumentsTest {

    private static final long HEAP = 1L << 30;
    private static final TuningObservation FLOOD =
            new TuningObservation(20_000, 13_600_000, 2_200_000, 600, 15_500, 150, 40, 6, true);

    private final FakeTunable producer = new FakeTunable("shop.orders", new ManualClock());

    @Test
    void aTopicThatTheSampleMissedCountsToo() {
        Map<String, String> demanded = Map.of("orders", "producer", "audit", "gzip");
        ClientInstruments instruments = new ClientInstruments(
                TuningOptions.DEFAULT,
                topic -> Optional.of(TopicDemandsTest.facts(topic, demanded.get(topic))),
                CodecTrial::new,
                HEAP);
        assertThat(changed(instruments.judge(producer, window("orders"), Payloads.events(300))))
                .as("the sample is of orders")
                .contains("compression.type");
        Finding both = instruments.judge(producer, window("orders", "audit"), Payloads.events(300));
        assertThat(changed(both)).doesNotContain("compression.type");
        assertThat(both.judgement().advice())
                .extracting(TuningAdvice::setting)
                .contains("compression.type of topic audit");
    }

    @Test
    void whereCodecsCannotBeTriedTheOtherAdviceGoesOn() {
        List<String> asked = new ArrayList<>();
        ClientInstruments instruments = new ClientInstruments(
                TuningOptions.DEFAULT,
                topic -> Optional.of(TopicDemandsTest.facts(topic, "producer")),
                () -> new CodecTrial(Codec.candidates(), () -> {}, () -> {
                    asked.add("compressor");
                    throw new UnsupportedOperationException("no reflection in this image");
                }),
                HEAP);
        Finding found = instruments.judge(producer, window("orders"), Payloads.events(300));
        assertThat(asked).hasSize(1);
        assertThat(found.codecs()).isEmpty();
        assertThat(changed(found)).containsExactly("batch.size", "linger.ms");
    }

    private static List<String> changed(Finding found) {
        return found.judgement().changes().values().stream()
                .map(TunedValue::key)
                .toList();
    }

    private static Window window(String... topics) {
        return new Window(FLOOD, 200_000, 0, 0, 0, Set.of(topics));
    }
}
