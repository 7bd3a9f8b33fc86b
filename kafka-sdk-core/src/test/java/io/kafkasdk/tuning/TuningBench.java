package io.kafkasdk.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkasdk.producer.PayloadSample;
import io.kafkasdk.producer.PayloadSample.Payload;
import io.kafkasdk.producer.TunableProducer;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.TuningAdvice;
import io.kafkasdk.tuning.TuningListener.Change;
import io.kafkasdk.tuning.TuningReport.TuningStep.Action;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A producer, a clock and an advisor whose instruments find what the test says. */
final class TuningBench implements Instruments {

    static final String CANARY = "canary-4711";
    static final Duration SECOND = Duration.ofSeconds(1);
    static final ClientTuning LZ4 = changes("compression.type", "lz4", "linger.ms", "10");

    final ManualClock clock = new ManualClock();
    final FakeTunable producer = new FakeTunable("shop.orders", clock);
    final List<Action> told = new ArrayList<>();
    final List<Change> changed = new ArrayList<>();
    final AtomicReference<List<TunableProducer>> open = new AtomicReference<>(List.of(producer));
    final TuningRounds rounds;

    ClientTuning advised = changes();
    long recordsPerSecond = 10_000;
    int waitingCallers;
    boolean saturated;
    boolean brokenWatches;
    boolean sampling = true;
    long failed;
    long retried;
    int judged;
    int watched;

    @Nullable
    PayloadSample lastSample;

    @Nullable
    TunableProducer broken;

    TuningBench(TuningMode mode) {
        rounds = new TuningRounds(
                TuningOptions.DEFAULT.mode(mode),
                open::get,
                this,
                (clientId, step, changes) -> {
                    told.add(step.action());
                    changed.addAll(changes);
                },
                clock.clocks());
    }

    /** Lets time pass with a round each second, in which records flow. */
    void flow(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advance(SECOND);
            if (waitingCallers > 0) {
                recordsPerSecond = waitingCallers * 1_000L / (3 + Long.parseLong(producer.settings.get("linger.ms")));
            }
            producer.records += recordsPerSecond;
            producer.bytes += recordsPerSecond * 100L;
            if (sampling && !producer.samples.isEmpty() && recordsPerSecond > 0) {
                producer.sample = sample();
            }
            rounds.round(() -> false);
        }
    }

    void flowUntilApplied() {
        for (int second = 0; second < 120 && !told.contains(Action.APPLIED); second++) {
            flow(SECOND);
        }
        assertThat(told).containsExactly(Action.APPLIED);
    }

    private static PayloadSample sample() {
        byte[] value = CANARY.getBytes(StandardCharsets.UTF_8);
        return new PayloadSample(Map.of("orders", List.of(new Payload(null, value))));
    }

    static ClientTuning changes(String... pairs) {
        List<TunedValue> values = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.add(new TunedValue(pairs[i], pairs[i + 1], "measured"));
        }
        return new ClientTuning("advised", values);
    }

    @Override
    public Watch begin(TunableProducer watchedProducer) {
        watched++;
        long before = clock.nanos();
        long records = producer.records;
        return () -> {
            if (brokenWatches) {
                throw new IllegalStateException("planted");
            }
            double seconds = (clock.nanos() - before) / 1e9;
            double rate = (producer.records - records) / seconds;
            return new Window(
                    new TuningObservation(rate, rate * 100, rate * 50, rate / 10, 5_000, 10, 3, 2, saturated),
                    producer.records - records,
                    failed,
                    retried,
                    0,
                    Set.of("orders"));
        };
    }

    @Override
    public Finding judge(TunableProducer judgedProducer, Window window, @Nullable PayloadSample sample) {
        if (judgedProducer == broken) {
            throw new IllegalStateException("planted");
        }
        judged++;
        lastSample = sample;
        List<CodecResult> codecs = sample == null
                ? List.of()
                : List.of(
                        new CodecResult("lz4", CodecResult.NO_LEVEL, 0.26, 1_000, 170, 2_500),
                        new CodecResult("zstd", 3, 0.15, 4_000, 100, 5_000));
        List<TuningAdvice> advice = advised.values().stream()
                .map(value -> new TuningAdvice(
                        value.key(),
                        StepLog.valueOf(judgedProducer.explain(), value.key()),
                        value.value(),
                        value.reason(),
                        "some"))
                .toList();
        return new Finding(codecs, new Judgement(advice, advised, new TuningSavings(1e9, 10, -5, "")));
    }
}
