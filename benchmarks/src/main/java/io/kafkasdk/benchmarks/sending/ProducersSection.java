package io.kafkasdk.benchmarks.sending;

import io.kafkasdk.benchmarks.child.SendResult;
import io.kafkasdk.benchmarks.report.ResultTable;
import io.kafkasdk.benchmarks.suite.Interleaved;
import io.kafkasdk.benchmarks.suite.Payload;
import io.kafkasdk.benchmarks.suite.Payloads;
import io.kafkasdk.benchmarks.suite.Section;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import io.kafkasdk.tuning.TuningProfile;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Producers as fast as they go.
 *
 * @param name of the section
 * @param choice what is sent
 */
public record ProducersSection(String name, Function<Payloads, Payload> choice) implements Section {

    private static final String TOPIC = "producers";
    private static final int SENDERS = 9;

    @Override
    public Duration estimate(SuiteRun run) {
        return flood(run, TOPIC, choice.apply(run.payloads())).estimate(SENDERS);
    }

    @Override
    public List<ResultTable> run(SuiteRun run) {
        run.createTopic(TOPIC);
        List<Sender> senders = senders(new Senders(run, TOPIC));
        Payload payload = choice.apply(run.payloads());
        Interleaved<Sender, SendResult> all = flood(run, TOPIC, payload).compare(senders);
        String about = "As fast as one thread goes, records without a key. " + payload.name() + ": " + payload.about()
                + ", " + Math.round(payload.meanBytes()) + " B on average.";
        run.deleteTopic(TOPIC);
        return List.of(
                all.table("Producers, " + payload.name(), about, Sender::name, Sending.FLOOD),
                pair(all, payload, Senders.PLAIN_SAME, Senders.SDK_BALANCED),
                pair(all, payload, Senders.PLAIN_SAME_THROUGHPUT, Senders.SDK_THROUGHPUT));
    }

    /** One thread, as fast as it goes. */
    static Sending flood(SuiteRun run, String topic, Payload payload) {
        Duration warmUp = Duration.ofMillis(run.scale().of(1_000, 4_000));
        Duration time = Duration.ofMillis(run.scale().of(1_000, 6_000));
        return new Sending(run, topic, payload, 0, warmUp, time);
    }

    /** Those that are compared with each other are neighbours, and so next to each other in time. */
    private static List<Sender> senders(Senders senders) {
        return List.of(
                senders.plainDefaults(),
                senders.peer("spring-kafka", "SpringKafkaSending"),
                senders.peer("smallrye", "SmallRyeSending"),
                senders.sdk("sdk-low-latency", TuningProfile.LOW_LATENCY),
                senders.plainSame(Senders.PLAIN_SAME, TuningProfile.BALANCED),
                senders.sdk(Senders.SDK_BALANCED, TuningProfile.BALANCED),
                senders.plainSame(Senders.PLAIN_SAME_THROUGHPUT, TuningProfile.THROUGHPUT),
                senders.sdk(Senders.SDK_THROUGHPUT, TuningProfile.THROUGHPUT),
                senders.sdk("sdk-durable-audit", TuningProfile.DURABLE_AUDIT));
    }

    private static ResultTable pair(Interleaved<Sender, SendResult> all, Payload payload, String plain, String sdk) {
        return all.of(sender -> sender.name().equals(plain) || sender.name().equals(sdk))
                .table(
                        "The same settings, " + payload.name() + ", " + sdk,
                        "Of the runs above, those of " + sdk + " and of Kafka's own client with the same properties.",
                        Sender::name,
                        Sending.FLOOD);
    }
}
