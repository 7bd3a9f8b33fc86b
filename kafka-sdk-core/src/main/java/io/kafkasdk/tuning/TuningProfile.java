package io.kafkasdk.tuning;

import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import java.util.List;

/**
 * Client properties for a stated goal, each value with its reason. The figures behind them are in docs/tuning.md. A
 * user's own Kafka properties win over a profile.
 */
public enum TuningProfile {

    /**
     * For most applications: batches and compression that cut requests and bytes several times over, for a few
     * milliseconds of waiting. The default.
     */
    BALANCED(
            List.of(
                    new TunedValue("compression.type", "lz4", "a fraction of the bytes for little CPU on both sides"),
                    new TunedValue(
                            "batch.size",
                            "131072",
                            "Kafka's 16 KiB holds few records; memory is taken only as batches fill"),
                    new TunedValue("linger.ms", "10", "gives a batch time to fill; no user notices 10 ms"),
                    new TunedValue("buffer.memory", "67108864", "room for batches of this size to many partitions")),
            List.of(
                    new TunedValue(
                            "max.poll.records", "2000", "one poll feeds all workers; they bound what is in work"),
                    new TunedValue("fetch.min.bytes", "1", "a record is handed over as soon as it is there"),
                    new TunedValue(
                            "max.partition.fetch.bytes", "1048576", "bounds what one partition can take of a fetch")));

    private final List<TunedValue> producer;
    private final List<TunedValue> consumer;

    TuningProfile(List<TunedValue> producer, List<TunedValue> consumer) {
        this.producer = producer;
        this.consumer = consumer;
    }

    /** Returns the properties for producers. */
    public ClientTuning producer() {
        return new ClientTuning(name(), producer);
    }

    /** Returns the properties for consumers. */
    public ClientTuning consumer() {
        return new ClientTuning(name(), consumer);
    }
}
