package io.kafkasdk.benchmarks.sending;

import io.kafkasdk.benchmarks.report.ResultTable;
import io.kafkasdk.benchmarks.suite.Payload;
import io.kafkasdk.benchmarks.suite.Payloads;
import io.kafkasdk.benchmarks.suite.Section;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import io.kafkasdk.tuning.TuningProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What each codec costs and saves end to end, in the plain client with the properties of BALANCED.
 *
 * @param name of the section
 * @param choice what is sent
 */
public record CodecsSection(String name, Function<Payloads, Payload> choice) implements Section {

    private static final String TOPIC = "codecs";
    private static final int SENDERS = 6;

    @Override
    public Duration estimate(SuiteRun run) {
        return ProducersSection.flood(run, TOPIC, choice.apply(run.payloads())).estimate(SENDERS);
    }

    @Override
    public List<ResultTable> run(SuiteRun run) {
        run.createTopic(TOPIC);
        Payload payload = choice.apply(run.payloads());
        ResultTable table = ProducersSection.flood(run, TOPIC, payload)
                .compare(senders(new Senders(run, TOPIC)))
                .table(
                        "Codecs, " + payload.name(),
                        "The plain client with the properties of BALANCED, batches of 128 KiB, and each codec. "
                                + payload.name() + ": " + payload.about() + ".",
                        Sender::name,
                        Sending.FLOOD);
        run.deleteTopic(TOPIC);
        return List.of(table);
    }

    private static List<Sender> senders(Senders senders) {
        Map<String, String> balanced = senders.decided(TuningProfile.BALANCED);
        return List.of(
                codec(senders, balanced, "none", Map.of()),
                codec(senders, balanced, "lz4", Map.of()),
                codec(senders, balanced, "snappy", Map.of()),
                codec(senders, balanced, "zstd", Map.of("compression.zstd.level", "1")),
                codec(senders, balanced, "zstd", Map.of("compression.zstd.level", "3")),
                codec(senders, balanced, "gzip", Map.of("compression.gzip.level", "1")));
    }

    private static Sender codec(
            Senders senders, Map<String, String> balanced, String codec, Map<String, String> level) {
        Map<String, String> config = new HashMap<>(balanced);
        config.put("compression.type", codec);
        config.put("batch.size", Integer.toString(128 << 10));
        config.putAll(level);
        String name = level.values().stream()
                .findFirst()
                .map(number -> codec + " " + number)
                .orElse(codec);
        return senders.plain(name, config);
    }
}
