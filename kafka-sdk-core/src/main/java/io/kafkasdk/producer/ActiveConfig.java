package io.kafkasdk.producer;

import io.kafkasdk.internal.ExplainedConfig;
import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import io.kafkasdk.settings.ConfigExplanation;
import io.kafkasdk.settings.TuningAdvice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The Kafka config of a producer's present client, and what is advised against it.
 *
 * <p><b>Threads:</b> read by any number of threads, changed by one at a time.
 */
final class ActiveConfig {

    /** Who is named where something replaces what a hand-over brought. */
    private static final String ADVISOR = "the advisor";

    private final ExplainedConfig planned;
    private volatile State present;
    private volatile List<TuningAdvice> advice = List.of();

    ActiveConfig(ExplainedConfig planned) {
        this.planned = planned;
        this.present = new State(planned, Map.of());
    }

    /**
     * A config of a client.
     *
     * @param config the whole
     * @param tuned what hand-overs brought so far, by key
     * @param uncompressed whether its batches are as large as their records
     */
    record State(ExplainedConfig config, Map<String, TunedValue> tuned, boolean uncompressed) {

        State(ExplainedConfig config, Map<String, TunedValue> tuned) {
            this(
                    config,
                    tuned,
                    config.text(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none").equals("none"));
        }
    }

    /** Returns the config of a next client: the planned one, what was changed so far, and these changes. */
    State with(ClientTuning changes) {
        Map<String, TunedValue> tuned = new LinkedHashMap<>(present.tuned());
        changes.values().forEach(value -> tuned.put(value.key(), value));
        return new State(planned.tuned(new ClientTuning(ADVISOR, new ArrayList<>(tuned.values()))), tuned);
    }

    /** Notes that a client with this config has taken over. */
    void take(State next) {
        present = next;
    }

    /** Shows this advice instead of what was there. */
    void advise(List<TuningAdvice> newAdvice) {
        advice = List.copyOf(newAdvice);
    }

    /** Returns whether batches are as large as their records. */
    boolean isUncompressed() {
        return present.uncompressed();
    }

    ConfigExplanation explain() {
        return present.config().explain().advised(advice);
    }
}
