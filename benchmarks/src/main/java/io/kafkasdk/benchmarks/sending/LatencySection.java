package io.kafkasdk.benchmarks.sending;

import io.kafkasdk.benchmarks.report.ResultTable;
import io.kafkasdk.benchmarks.suite.Section;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import io.kafkasdk.tuning.TuningProfile;
import java.time.Duration;
import java.util.List;

/**
 * How long an acknowledgement takes at a fixed rate.
 *
 * @param name of the section
 * @param perSecond the rate
 */
public record LatencySection(String name, int perSecond) implements Section {

    private static final String TOPIC = "latency";
    private static final int SENDERS = 5;

    @Override
    public Duration estimate(SuiteRun run) {
        return sending(run, TOPIC, perSecond).estimate(SENDERS);
    }

    @Override
    public List<ResultTable> run(SuiteRun run) {
        run.createTopic(TOPIC);
        Senders senders = new Senders(run, TOPIC);
        List<Sender> all = List.of(
                senders.plainDefaults(),
                senders.sdk("sdk-low-latency", TuningProfile.LOW_LATENCY),
                senders.plainSame(Senders.PLAIN_SAME, TuningProfile.BALANCED),
                senders.sdk(Senders.SDK_BALANCED, TuningProfile.BALANCED),
                senders.peer("spring-kafka", "SpringKafkaSending"));
        Sending sending = sending(run, TOPIC, perSecond);
        ResultTable table = sending.compare(all)
                .table(
                        "Latency of acknowledgements, %,d events/s".formatted(perSecond),
                        "Sent by a schedule that waits for nothing, for "
                                + sending.time().toSeconds()
                                + " s; a latency counts from when the record was due, so that what waited behind a"
                                + " late one is late too.",
                        Sender::name,
                        Sending.PACED);
        run.deleteTopic(TOPIC);
        return List.of(table);
    }

    /** One thread, by a schedule. */
    static Sending sending(SuiteRun run, String topic, int perSecond) {
        Duration warmUp = Duration.ofSeconds(run.scale().of(1, 8));
        Duration time = Duration.ofSeconds(run.scale().of(2, 20));
        return new Sending(run, topic, run.payloads().events(), perSecond, warmUp, time);
    }
}
