package io.kafkasdk.benchmarks.sending;

import io.kafkasdk.benchmarks.report.ResultTable;
import io.kafkasdk.benchmarks.suite.Section;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Kafka's own client with batches and lingers of several sizes: what the values of the profiles are chosen from. */
public final class BatchesSection implements Section {

    private static final String TOPIC = "batches";
    private static final int SENDERS = 8;

    @Override
    public String name() {
        return "batches";
    }

    @Override
    public Duration estimate(SuiteRun run) {
        return ProducersSection.flood(run, TOPIC, run.payloads().events()).estimate(SENDERS);
    }

    @Override
    public List<ResultTable> run(SuiteRun run) {
        run.createTopic(TOPIC);
        Senders senders = new Senders(run, TOPIC);
        List<Sender> tried = List.of(
                senders.plainDefaults(),
                sender(senders, "none", 256, 20),
                sender(senders, "lz4", 128, 10),
                sender(senders, "lz4", 256, 20),
                sender(senders, "lz4", 512, 50),
                sender(senders, "lz4", 1_024, 100),
                sender(senders, "zstd", 256, 50),
                sender(senders, "zstd", 512, 100));
        ResultTable table = ProducersSection.flood(run, TOPIC, run.payloads().events())
                .compare(tried)
                .table(
                        "Batches and lingers, events",
                        "Kafka's own client, as fast as one thread goes, records without a key.",
                        Sender::name,
                        Sending.FLOOD);
        run.deleteTopic(TOPIC);
        return List.of(table);
    }

    private static Sender sender(Senders senders, String codec, int batchKibibytes, int lingerMillis) {
        return senders.plain(
                codec + ", " + batchKibibytes + " KiB, " + lingerMillis + " ms",
                Map.of(
                        "compression.type", codec,
                        "batch.size", Integer.toString(batchKibibytes << 10),
                        "linger.ms", Integer.toString(lingerMillis),
                        "buffer.memory", Long.toString(128L << 20)));
    }
}
