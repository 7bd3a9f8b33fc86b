package io.kafkasdk.tuning;

import io.kafkasdk.cluster.TopicFacts;
import io.kafkasdk.producer.PayloadSample;
import io.kafkasdk.producer.TunableProducer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures by the meters of the Kafka client, and with the codecs that it compresses with. */
final class ClientInstruments implements Instruments {

    private static final Logger log = LoggerFactory.getLogger(TuningAdvisor.class);

    private final TuningOptions options;
    private final Function<String, Optional<TopicFacts>> topics;
    private final Supplier<CodecTrial> trials;
    private final long heapBytes;
    private Map<String, String> toldSkipped = Map.of();
    private boolean toldNoCodecs;

    ClientInstruments(TuningOptions options, Function<String, Optional<TopicFacts>> topics) {
        this(options, topics, CodecTrial::new, Runtime.getRuntime().maxMemory());
    }

    /**
     * Measures in a way of its own.
     *
     * @param trials makes a trial of codecs
     * @param heapBytes the largest heap, which bounds what buffers may take
     */
    ClientInstruments(
            TuningOptions options,
            Function<String, Optional<TopicFacts>> topics,
            Supplier<CodecTrial> trials,
            long heapBytes) {
        this.options = options;
        this.topics = topics;
        this.trials = trials;
        this.heapBytes = heapBytes;
    }

    @Override
    public Watch begin(TunableProducer producer) {
        ProducerReading before = ProducerReading.of(producer);
        return () -> ProducerReading.of(producer).windowSince(before);
    }

    @Override
    public Finding judge(TunableProducer producer, Window window, @Nullable PayloadSample sample) {
        // A sample is bounded and may be over before each topic had its turn: the meters know them all.
        Set<String> written = new HashSet<>(window.topics());
        if (sample != null) {
            written.addAll(sample.byTopic().keySet());
        }
        TopicDemands demands = TopicDemands.of(written, topics);
        PresentSettings present = PresentSettings.of(producer.explain()).within(demands.surroundings(heapBytes));
        TuningObservation observed = window.observed();
        List<CodecResult> codecs = sample == null ? List.of() : tryCodecs(sample, observed, present);
        String codec = present.compression();
        Judgement judgement = AdviceRules.judge(observed, codecs, present, options, demands.recompression(codec));
        return new Finding(codecs, demands.respectedBy(judgement, codec));
    }

    private List<CodecResult> tryCodecs(PayloadSample sample, TuningObservation observed, PresentSettings present) {
        CodecTrial trial = trials.get();
        List<CodecResult> results;
        try {
            results = trial.run(sample, CodecTrial.batchBytes(observed), options.goal(), present);
        } catch (UnsupportedOperationException noReflection) {
            tellNoCodecs(noReflection);
            return List.of();
        }
        if (!trial.skipped().isEmpty() && !trial.skipped().equals(toldSkipped)) {
            toldSkipped = trial.skipped();
            log.info(
                    "Advice on compression leaves out {}: what they need cannot be loaded here; nothing is to be done"
                            + " unless one of them is wanted",
                    toldSkipped);
        }
        return results;
    }

    private void tellNoCodecs(UnsupportedOperationException why) {
        if (!toldNoCodecs) {
            toldNoCodecs = true;
            log.info(
                    "There is no advice on compression, only on batches and linger: {}. In a native image that needs the"
                            + " hints of the Spring Boot starter; otherwise nothing is to be done",
                    why.getMessage());
        }
    }
}
