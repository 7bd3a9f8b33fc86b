package io.kafkasdk.benchmarks.sending;

import io.kafkasdk.benchmarks.child.SendResult;
import io.kafkasdk.benchmarks.report.ResultTable;
import io.kafkasdk.benchmarks.suite.Interleaved;
import io.kafkasdk.benchmarks.suite.Section;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import io.kafkasdk.tuning.TuningProfile;
import java.time.Duration;
import java.util.List;

/**
 * What the SDK itself costs: it and Kafka's own client with every property that it gave its own, next to each other in
 * every round. A section of its own, so that these can have more rounds than all others.
 */
public final class SameSettingsSection implements Section {

    private static final String TOPIC = "same-settings";
    private static final int SENDERS = 6;

    @Override
    public String name() {
        return "same-settings";
    }

    @Override
    public Duration estimate(SuiteRun run) {
        return ProducersSection.flood(run, TOPIC, run.payloads().events()).estimate(SENDERS);
    }

    @Override
    public List<ResultTable> run(SuiteRun run) {
        run.createTopic(TOPIC);
        Senders senders = new Senders(run, TOPIC);
        Sender plainBalanced = senders.plainSame(Senders.PLAIN_SAME, TuningProfile.BALANCED);
        Sender plainThroughput = senders.plainSame(Senders.PLAIN_SAME_THROUGHPUT, TuningProfile.THROUGHPUT);
        List<Sender> balanced = List.of(
                senders.sdkView("sdk-balanced, view", TuningProfile.BALANCED),
                senders.plainSameFutures("plain-same, a future each", TuningProfile.BALANCED),
                plainBalanced,
                senders.sdk(Senders.SDK_BALANCED, TuningProfile.BALANCED));
        List<Sender> throughput =
                List.of(plainThroughput, senders.sdk(Senders.SDK_THROUGHPUT, TuningProfile.THROUGHPUT));
        Sending sending = ProducersSection.flood(run, TOPIC, run.payloads().events());
        List<ResultTable> tables = List.of(
                table("BALANCED", plainBalanced, sending.compare(balanced)),
                table("THROUGHPUT", plainThroughput, sending.compare(throughput)));
        run.deleteTopic(TOPIC);
        return tables;
    }

    private static ResultTable table(String profile, Sender plain, Interleaved<Sender, SendResult> all) {
        return all.from(plain)
                .table(
                        "The same settings, events, " + profile,
                        "As fast as one thread goes, records without a key. Kafka's own client has every property that the SDK gave its own: "
                                + plain.properties()
                                + ". Where \"view\" stands, the SDK is called as Kafka's producer, with the same callback.",
                        Sender::name,
                        Sending.FLOOD);
    }
}
