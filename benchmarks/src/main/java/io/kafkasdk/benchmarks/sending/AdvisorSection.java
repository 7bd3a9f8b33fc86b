package io.kafkasdk.benchmarks.sending;

import io.kafkasdk.KafkaSdk;
import io.kafkasdk.benchmarks.child.PayloadFile;
import io.kafkasdk.benchmarks.child.SendResult;
import io.kafkasdk.benchmarks.report.ResultTable;
import io.kafkasdk.benchmarks.suite.Interleaved;
import io.kafkasdk.benchmarks.suite.Interleaved.Track;
import io.kafkasdk.benchmarks.suite.Payload;
import io.kafkasdk.benchmarks.suite.Payloads;
import io.kafkasdk.benchmarks.suite.Section;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import io.kafkasdk.producer.GuardedProducer;
import io.kafkasdk.settings.ClusterSettings;
import io.kafkasdk.tuning.CodecResult;
import io.kafkasdk.tuning.TuningGoal;
import io.kafkasdk.tuning.TuningMode;
import io.kafkasdk.tuning.TuningOptions;
import io.kafkasdk.tuning.TuningProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The codec that the advisor picks from a sample, beside what each codec measures end to end in the same run.
 *
 * @param name of the section
 * @param choice what is sent
 */
public record AdvisorSection(String name, Function<Payloads, Payload> choice) implements Section {

    private static final String TOPIC = "advisor";
    /** What the advisor tries, by its names for them. */
    private static final List<String> CODECS =
            List.of("none", "lz4", "snappy", "zstd:1", "zstd", "zstd:6", "gzip:1", "gzip");

    private static final List<TuningGoal> GOALS = List.of(TuningGoal.THROUGHPUT, TuningGoal.BYTES);
    private static final String BATCH_BYTES = Integer.toString(128 << 10);
    private static final Duration ASKING = Duration.ofSeconds(20);
    private static final Duration LONGEST_ASKING = Duration.ofMinutes(2);
    private static final int RECORDS_BETWEEN_LOOKS = 500;

    @Override
    public Duration estimate(SuiteRun run) {
        return ProducersSection.flood(run, TOPIC, choice.apply(run.payloads()))
                .estimate(CODECS.size())
                .plus(ASKING.multipliedBy(GOALS.size()));
    }

    @Override
    public List<ResultTable> run(SuiteRun run) {
        run.createTopic(TOPIC);
        Senders senders = new Senders(run, TOPIC);
        Map<String, String> balanced = senders.decided(TuningProfile.BALANCED);
        List<Sender> all =
                CODECS.stream().map(label -> codec(senders, balanced, label)).toList();
        Payload payload = choice.apply(run.payloads());
        Map<TuningGoal, String> advised = new LinkedHashMap<>();
        for (TuningGoal goal : GOALS) {
            advised.put(goal, advised(run, payload, goal));
        }
        Interleaved<Sender, SendResult> measured =
                ProducersSection.flood(run, TOPIC, payload).compare(all);
        run.deleteTopic(TOPIC);
        List<ResultTable> tables = new ArrayList<>();
        advised.forEach((goal, codec) -> tables.add(table(run, payload, new Pick(goal, codec), measured)));
        return tables;
    }

    /** What the advisor says for a goal. */
    private record Pick(TuningGoal goal, String codec) {}

    private static Sender codec(Senders senders, Map<String, String> balanced, String label) {
        Map<String, String> config = new HashMap<>(balanced);
        String[] typeAndLevel = label.split(":", 2);
        config.put("compression.type", typeAndLevel[0]);
        config.put("batch.size", BATCH_BYTES);
        if (typeAndLevel.length > 1) {
            config.put("compression." + typeAndLevel[0] + ".level", typeAndLevel[1]);
        }
        return senders.plain(label, config);
    }

    /** The best measured one first, so that the ratio of the other is "advised / best measured". */
    private static ResultTable table(
            SuiteRun run, Payload payload, Pick advised, Interleaved<Sender, SendResult> measured) {
        boolean forBytes = advised.goal() == TuningGoal.BYTES;
        ToDoubleFunction<SendResult> figure = forBytes ? SendResult::wireBytesPerRecord : SendResult::perSecond;
        Comparator<Track<Sender, SendResult>> better = Comparator.comparingDouble(track -> track.median(figure));
        Track<Sender, SendResult> best = measured.tracks().stream()
                .min(forBytes ? better : better.reversed())
                .orElseThrow();
        Track<Sender, SendResult> pick = measured.tracks().stream()
                .filter(track -> track.side().name().equals(advised.codec()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("Advised is " + advised.codec() + ", which is not measured"));
        String told = "%s, %s: advised is %s, best measured is %s; %s, advised / best measured: %.2f"
                .formatted(
                        payload.name(),
                        advised.goal(),
                        advised.codec(),
                        best.side().name(),
                        forBytes ? "wire bytes a record" : "records/s",
                        pick.median(figure) / best.median(figure));
        run.progress().done(told);
        return measured.from(best.side())
                .table(
                        "Advice for " + advised.goal() + ", " + payload.name(),
                        told
                                + ". The plain client with the properties of BALANCED, batches of 128 KiB, and each codec.",
                        Sender::name,
                        Sending.FLOOD);
    }

    /** Floods until the advisor has had its look, and returns the codec that it ranks first. */
    // What becomes of each record is nobody's.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static String advised(SuiteRun run, Payload payload, TuningGoal goal) {
        byte[][] values = PayloadFile.read(payload.file());
        long start = System.nanoTime();
        try (KafkaSdk sdk = KafkaSdk.builder()
                .cluster(ClusterSettings.of(run.cluster().bootstrapServers()))
                .application("suite")
                .tuning(TuningOptions.DEFAULT.mode(TuningMode.SHADOW).goal(goal).interval(Duration.ofSeconds(10)))
                .build()) {
            GuardedProducer<byte[], byte[]> producer =
                    sdk.producer(SdkSending.settings(TOPIC).kafkaProperty("batch.size", BATCH_BYTES));
            for (int i = 0; System.nanoTime() - start < LONGEST_ASKING.toNanos(); i++) {
                producer.send(TOPIC, null, values[i % values.length]);
                Optional<CodecResult> first = i % RECORDS_BETWEEN_LOOKS == 0 ? best(sdk) : Optional.empty();
                if (first.isPresent()) {
                    run.progress()
                            .done(payload.name() + ", " + goal + ": advised is "
                                    + first.get().label());
                    return first.get().label();
                }
            }
        }
        throw new IllegalStateException("The advisor tried no codecs on " + payload.name() + " within "
                + LONGEST_ASKING.toSeconds() + " s; see its log");
    }

    private static Optional<CodecResult> best(KafkaSdk sdk) {
        return sdk.tuningReports().stream()
                .flatMap(report -> report.codecs().stream())
                .findFirst();
    }
}
