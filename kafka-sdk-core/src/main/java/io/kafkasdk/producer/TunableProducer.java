package io.kafkasdk.producer;

import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.TuningAdvice;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * A producer as its tuner sees it: what goes through it, and the way to other client settings while it runs.
 *
 * <p><b>Threads:</b> safe for use by several threads; {@link #sample}, {@link #takeSample}, {@link #endSample} and
 * {@link #handOver} for one tuner at a time.
 */
public interface TunableProducer {

    /** Returns the client.id. */
    String clientId();

    /** Returns whether it was closed; then nothing is sampled and nothing handed over. */
    boolean isClosed();

    /** Returns the settings of the present client; see {@link GuardedProducer#explain()}. */
    ConfigExplanation explain();

    /** Returns the meters of the present client; see {@link GuardedProducer#kafkaMetrics()}. */
    Map<MetricName, ? extends Metric> kafkaMetrics();

    /** Returns what became of its records since it was opened. Never blocks. */
    SendProgress progress();

    /**
     * Begins to copy what is sent next, until so many bytes are together; drops a sample that nobody took. Costs the
     * senders a copy of those records, and nothing before and after.
     *
     * @param maxBytes bound of the copied keys and values, 1 KiB to 16 MiB
     */
    void sample(int maxBytes);

    /** Returns the sample when it is complete, and forgets it; null until then. */
    @Nullable
    PayloadSample takeSample();

    /** Ends the copying, and forgets what was copied, complete or not. To be called whenever no sample is waited for. */
    void endSample();

    /** Shows this advice in {@link GuardedProducer#explain()}, instead of what was there. */
    void advise(List<TuningAdvice> advice);

    /** Returns whether {@link #handOver} is possible: not where a second client writes with {@code Durability.LEADER}. */
    boolean canHandOver();

    /**
     * Replaces the Kafka client by one with these properties beside those it has. Blocks until it is done, mostly for
     * a second or two, half a minute at most. Meanwhile senders may wait for room, as when the budget is full, and once for
     * half of {@code maxBlock} at most, 1 s at most, until the next client takes over.
     *
     * <p><b>Guarantee:</b> no record is lost, sent twice or overtaken by a later one of its key: the new client gets its first
     * record when the old one has none left. Where the old one does not come to that in time, it stays.
     *
     * @param changes keys of {@link #tunableKeys} only, each with its reason
     * @return what came of it
     * @throws IllegalArgumentException for another key: promises stand on those
     */
    HandOver handOver(ClientTuning changes);

    /** The properties that a hand-over may change: no promise stands on them. */
    static List<String> tunableKeys() {
        return List.of(
                "batch.size",
                "linger.ms",
                "compression.type",
                "compression.gzip.level",
                "compression.lz4.level",
                "compression.zstd.level",
                "buffer.memory");
    }
}
