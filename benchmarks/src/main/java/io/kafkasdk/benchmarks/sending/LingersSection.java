package io.kafkasdk.benchmarks.sending;

import io.kafkasdk.benchmarks.report.ResultTable;
import io.kafkasdk.benchmarks.suite.Section;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Kafka's own client with short lingers at a fixed rate: what the linger of LOW_LATENCY is chosen from. */
public final class LingersSection implements Section {

    private static final String TOPIC = "lingers";
    private static final int PER_SECOND = 1_000;
    private static final int SENDERS = 4;

    @Override
    public String name() {
        return "lingers";
    }

    @Override
    public Duration estimate(SuiteRun run) {
        return LatencySection.sending(run, TOPIC, PER_SECOND).estimate(SENDERS);
    }

    @Override
    public List<ResultTable> run(SuiteRun run) {
        run.createTopic(TOPIC);
        Senders senders = new Senders(run, TOPIC);
        List<Sender> tried =
                List.of(senders.plainDefaults(), sender(senders, 1), sender(senders, 2), sender(senders, 3));
        ResultTable table = LatencySection.sending(run, TOPIC, PER_SECOND)
                .compare(tried)
                .table(
                        "Short lingers, %,d events/s".formatted(PER_SECOND),
                        "Kafka's own client, sent by a schedule that waits for nothing.",
                        Sender::name,
                        Sending.PACED);
        run.deleteTopic(TOPIC);
        return List.of(table);
    }

    private static Sender sender(Senders senders, int lingerMillis) {
        return senders.plain(
                "lz4, " + lingerMillis + " ms",
                Map.of(
                        "compression.type", "lz4",
                        "batch.size", Integer.toString(128 << 10),
                        "linger.ms", Integer.toString(lingerMillis)));
    }
}
