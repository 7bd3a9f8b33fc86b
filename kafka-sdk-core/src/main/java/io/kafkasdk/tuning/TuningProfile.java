package io.kafkasdk.tuning;

import io.kafkasdk.settings.ClientTuning;
import io.kafkasdk.settings.ClientTuning.TunedValue;
import java.util.List;

/**
 * Client properties for a stated goal, each value with its reason. The figures behind them are in docs/tuning.md. A
 * user's own Kafka properties win over a profile; {@code explain()} of a producer or consumer shows what came of both.
 *
 * <p><b>Guarantee:</b> a profile never touches what a promise of the SDK stands on: acks, idempotence, retries, delivery
 * timeout and {@code maxBlock} are the same under all of them. It names only keys that every supported version of Kafka's
 * clients knows.
 */
public enum TuningProfile {

    /**
     * For most applications: batches and compression that cut requests and bytes several times over, for a few
     * milliseconds of waiting. The default.
     */
    BALANCED(
            List.of(
                    tuned("compression.type", "lz4", "a fraction of the bytes for little CPU on both sides"),
                    tuned(
                            "batch.size",
                            "131072",
                            "Kafka's 16 KiB holds few records; each partition being written to takes that much memory"),
                    tuned("linger.ms", "10", "gives a batch time to fill; no user notices 10 ms"),
                    tuned("buffer.memory", "67108864", "room for batches of this size to many partitions")),
            List.of(
                    tuned("max.poll.records", "2000", "one poll feeds all workers; they bound what is in work"),
                    tuned("fetch.min.bytes", "1", "a record is handed over as soon as it is there"),
                    tuned("max.partition.fetch.bytes", "1048576", "bounds what one partition can take of a fetch"))),

    /**
     * For bulk: imports, event streams, replication. The most records through one producer, in the fewest requests; a record
     * may wait for some tens of milliseconds in a batch and for up to 100 ms at a broker.
     */
    THROUGHPUT(
            List.of(
                    tuned(
                            "compression.type",
                            "lz4",
                            "most records get through; zstd sends about half the bytes, for more processor time"),
                    tuned(
                            "batch.size",
                            "524288",
                            "fewer, fuller requests; still half of the 1 MiB that a topic takes by default"),
                    tuned("linger.ms", "50", "below a flood it is the linger that fills batches"),
                    tuned(
                            "buffer.memory",
                            "134217728",
                            "each partition being written to holds a batch of 512 KiB at least: room for 256"),
                    tuned(
                            "send.buffer.bytes",
                            "-1",
                            "a fixed buffer allows 128 KiB per round trip; the operating system's own grows")),
            List.of(
                    tuned(
                            "fetch.min.bytes",
                            "65536",
                            "a trickle is fetched in one answer instead of one request per record"),
                    tuned(
                            "fetch.max.wait.ms",
                            "100",
                            "bounds how long a broker collects, and how long a resumed partition waits behind a parked"
                                    + " fetch"),
                    tuned(
                            "max.partition.fetch.bytes",
                            "4194304",
                            "a backlog is read in fewer fetches; fetch.max.bytes still bounds each of them"),
                    tuned(
                            "max.poll.records",
                            "5000",
                            "few polls per record; the SDK lowers it to an eighth of maxInFlightRecords"),
                    tuned(
                            "receive.buffer.bytes",
                            "-1",
                            "a fixed buffer allows 64 KiB per round trip; the operating system's own grows"))),

    /**
     * For commands and interactive flows: a record waits 2 ms at most for others to share its request. Costs several times
     * the requests of BALANCED per record, on the cluster too, so it is for topics whose readers do notice milliseconds.
     */
    LOW_LATENCY(
            List.of(
                    tuned(
                            "linger.ms",
                            "2",
                            "records of one burst share a request; a shorter one is quicker for most records, and slower for"
                                    + " the last percent: the brokers have more requests"),
                    tuned(
                            "compression.type",
                            "lz4",
                            "costs microseconds, and a burst that is a quarter as large is over sooner"),
                    tuned("batch.size", "131072", "never waited for; a burst leaves in few requests, not in many"),
                    tuned(
                            "buffer.memory",
                            "33554432",
                            "Kafka's own: a longer queue would only make its records later; maxBlock tells the caller"),
                    tuned(
                            "metadata.max.idle.ms",
                            "3600000",
                            "after 5 min without a send Kafka forgets a topic, and the next record waits for its"
                                    + " metadata")),
            List.of(
                    tuned("fetch.min.bytes", "1", "a record is handed over as soon as it is there"),
                    tuned(
                            "fetch.max.wait.ms",
                            "100",
                            "a partition that is resumed waits for the fetch that is parked without it"),
                    tuned(
                            "max.partition.fetch.bytes",
                            "262144",
                            "the backlog of one partition does not hold up new records of the others"),
                    tuned("max.poll.records", "500", "short polls: what finished is seen and committed in between"))),

    /**
     * For records that must not go missing and whose order matters, while nobody waits for them: audit trails, ledgers.
     * acks=all, idempotence and order hold under every profile; this one gives a record that meets trouble its time. Give
     * it a longer {@code deliveryTimeout(...)} too, and {@code AcksPolicy.FAIL}.
     */
    DURABLE_AUDIT(
            List.of(
                    tuned(
                            "request.timeout.ms",
                            "50000",
                            "a broker needs up to 45 s to drop a stalled follower from the ISR; giving up before that"
                                    + " only repeats the request"),
                    tuned(
                            "linger.ms",
                            "5",
                            "what waits in memory is lost when the process dies; 0 would cost the cluster many more"
                                    + " requests"),
                    tuned(
                            "batch.size",
                            "65536",
                            "the records of a batch fail together, so it is small; a backlog still drains fast"),
                    tuned(
                            "compression.type",
                            "lz4",
                            "a fraction of the bytes to keep, by the codec that works without its native library too"),
                    tuned(
                            "buffer.memory",
                            "134217728",
                            "holds more of an outage before callers are refused; those are told, never dropped"),
                    tuned(
                            "metadata.max.idle.ms",
                            "3600000",
                            "a topic that is seldom written to stays known, so a short outage does not refuse its"
                                    + " records")),
            List.of(
                    tuned(
                            "isolation.level",
                            "read_committed",
                            "what an aborted transaction wrote never happened; waits for open transactions"),
                    tuned("check.crcs", "true", "a record damaged on its way is an error, never data"),
                    tuned("max.poll.records", "500", "small steps: less is handled again after a crash"),
                    tuned("fetch.min.bytes", "1", "nothing is gained by letting records wait at the broker")));

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

    /**
     * Returns what advice on producers of this profile is to make better unless {@link TuningOptions} say otherwise:
     * {@link TuningGoal#LATENCY} for {@link #LOW_LATENCY}, {@link TuningGoal#THROUGHPUT} for the others.
     */
    public TuningGoal goal() {
        return this == LOW_LATENCY ? TuningGoal.LATENCY : TuningGoal.THROUGHPUT;
    }

    private static TunedValue tuned(String key, String value, String reason) {
        return new TunedValue(key, value, reason);
    }
}
