package io.kafkasdk.tuning;

import io.kafkasdk.producer.HandOver;
import io.kafkasdk.producer.PayloadSample;
import io.kafkasdk.producer.SendProgress;
import io.kafkasdk.producer.TunableProducer;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.ExplainedProperty;
import io.kafkasdk.settings.ExplainedProperty.Source;
import io.kafkasdk.settings.TuningAdvice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/** A producer whose traffic and settings a test decides. */
final class FakeTunable implements TunableProducer {

    final Map<String, String> settings = new LinkedHashMap<>();
    final List<ClientTuning> handOvers = new ArrayList<>();
    final List<Integer> samples = new ArrayList<>();
    List<TuningAdvice> advice = List.of();
    HandOver.Result result = HandOver.Result.DONE;
    boolean closed;
    /** Whether senders copy records, or did and nobody took them. */
    boolean sampling;

    boolean canHandOver = true;
    long records;
    long bytes;
    /** What the next complete sample is; gone when it was taken. */
    @Nullable
    PayloadSample sample;

    private final ManualClock clock;
    private final String clientId;

    FakeTunable(String clientId, ManualClock clock) {
        this.clientId = clientId;
        this.clock = clock;
        settings.put("compression.type", "gzip");
        settings.put("batch.size", "16384");
        settings.put("linger.ms", "0");
    }

    @Override
    public String clientId() {
        return clientId;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public ConfigExplanation explain() {
        return new ConfigExplanation(
                clientId,
                settings.entrySet().stream()
                        .map(one -> new ExplainedProperty(one.getKey(), one.getValue(), Source.USER, ""))
                        .toList());
    }

    @Override
    public Map<MetricName, ? extends Metric> kafkaMetrics() {
        return Map.of();
    }

    @Override
    public SendProgress progress() {
        return new SendProgress(clock.nanos(), records, bytes, 0, 0);
    }

    @Override
    public void sample(int maxBytes) {
        samples.add(maxBytes);
        sampling = true;
    }

    @Override
    public @Nullable PayloadSample takeSample() {
        PayloadSample taken = sample;
        sample = null;
        sampling &= taken == null;
        return taken;
    }

    @Override
    public void endSample() {
        sample = null;
        sampling = false;
    }

    @Override
    public void advise(List<TuningAdvice> newAdvice) {
        advice = newAdvice;
    }

    @Override
    public boolean canHandOver() {
        return canHandOver;
    }

    @Override
    public HandOver handOver(ClientTuning changes) {
        handOvers.add(changes);
        if (result != HandOver.Result.DONE) {
            return new HandOver(result, 0, "records were still under way");
        }
        changes.values().forEach(value -> settings.put(value.key(), value.value()));
        return new HandOver(result, 12_000_000, "");
    }
}
