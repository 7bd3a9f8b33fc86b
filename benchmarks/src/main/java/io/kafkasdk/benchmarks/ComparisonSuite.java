package io.kafkasdk.benchmarks;

import io.kafkasdk.benchmarks.footprint.FootprintSection;
import io.kafkasdk.benchmarks.footprint.StartupSection;
import io.kafkasdk.benchmarks.report.JsonReport;
import io.kafkasdk.benchmarks.report.MarkdownReport;
import io.kafkasdk.benchmarks.report.Report;
import io.kafkasdk.benchmarks.report.Report.Part;
import io.kafkasdk.benchmarks.sending.AdvisorSection;
import io.kafkasdk.benchmarks.sending.BatchesSection;
import io.kafkasdk.benchmarks.sending.CodecsSection;
import io.kafkasdk.benchmarks.sending.LatencySection;
import io.kafkasdk.benchmarks.sending.LingersSection;
import io.kafkasdk.benchmarks.sending.ProducersSection;
import io.kafkasdk.benchmarks.sending.SameSettingsSection;
import io.kafkasdk.benchmarks.suite.Payloads;
import io.kafkasdk.benchmarks.suite.Peers;
import io.kafkasdk.benchmarks.suite.Progress;
import io.kafkasdk.benchmarks.suite.Scale;
import io.kafkasdk.benchmarks.suite.Section;
import io.kafkasdk.benchmarks.suite.SuiteRun;
import io.kafkasdk.test.KafkaCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The SDK beside other clients on a cluster of three brokers: all sections, one report. {@code benchmarks/run.sh} builds
 * and starts it, from the root of the repository.
 */
public final class ComparisonSuite {

    private static final List<Section> SECTIONS = List.of(
            new ProducersSection("producers", Payloads::events),
            new ProducersSection("producers-small", Payloads::small),
            new ProducersSection("producers-large", Payloads::large),
            new SameSettingsSection(),
            new LatencySection("latency", 1_000),
            new LatencySection("latency-10000", 10_000),
            new BatchesSection(),
            new LingersSection(),
            new CodecsSection("codecs", Payloads::events),
            new CodecsSection("codecs-small", Payloads::small),
            new CodecsSection("codecs-random", Payloads::random),
            new AdvisorSection("advisor", Payloads::events),
            new AdvisorSection("advisor-small", Payloads::small),
            new AdvisorSection("advisor-large", Payloads::large),
            new ConsumersSection(),
            new StartupSection(),
            FootprintSection.newProtocol(),
            FootprintSection.classicProtocol());
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final Path PEERS = Path.of("benchmarks", "peers");

    private final SuiteOptions options;
    private final List<Section> sections;
    private final Progress progress;

    private ComparisonSuite(SuiteOptions options, List<Section> sections, Progress progress) {
        this.options = options;
        this.sections = sections;
        this.progress = progress;
    }

    /**
     * Runs the sections and writes {@code report.md} and {@code report.json}. Ends with 0, with 1 when a section failed (the
     * report has the others), or with 2 when it does not understand its arguments.
     *
     * @param args as the help of {@code benchmarks/run.sh} says
     * @throws IOException when the report cannot be written
     */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        ComparisonSuite suite;
        try {
            SuiteOptions options = SuiteOptions.parse(args);
            suite = new ComparisonSuite(options, chosen(options.only()), new Progress(System.err, System::nanoTime));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "; see benchmarks/run.sh --help");
            System.exit(MISUSED);
            return;
        }
        System.exit(suite.run() ? 0 : FAILED);
    }

    private static List<Section> chosen(List<String> names) {
        for (String name : names) {
            if (SECTIONS.stream().noneMatch(section -> section.name().equals(name))) {
                throw new IllegalArgumentException("There is no section " + name + "; there are "
                        + SECTIONS.stream().map(Section::name).toList());
            }
        }
        return SECTIONS.stream()
                .filter(section -> names.isEmpty() || names.contains(section.name()))
                .toList();
    }

    /** Returns whether every section came to its end. */
    private boolean run() throws IOException {
        Map<String, String> facts = facts();
        // Beside the reports: what a stopped run leaves, the next one overwrites.
        Path values = Files.createDirectories(options.out().resolve("payloads"));
        List<Part> parts = new ArrayList<>();
        try (KafkaCluster cluster = KafkaCluster.builder()
                .brokers(3)
                .brokerProperty("log.retention.check.interval.ms", "2000")
                .start()) {
            // The brokers are the only children so far.
            List<Long> brokers =
                    ProcessHandle.current().children().map(ProcessHandle::pid).toList();
            Payloads payloads = Payloads.write(values, options.data());
            SuiteRun run = new SuiteRun(
                    options.scale(), options.rounds(), payloads, new Peers(PEERS), cluster, brokers, progress);
            progress.plan(
                    sections.stream().map(section -> section.estimate(run)).toList());
            for (Section section : sections) {
                parts.add(part(section, run));
                write(new Report(facts, MachineFacts.libraries(PEERS), parts));
            }
        } finally {
            delete(values);
        }
        System.err.println("Written: " + options.out().resolve("report.md") + " and report.json");
        return parts.stream().allMatch(part -> part.failure().isEmpty());
    }

    private Part part(Section section, SuiteRun run) {
        progress.begin(section.name());
        try {
            return new Part(section.name(), section.run(run), "");
        } catch (RuntimeException e) {
            System.err.println(section.name() + " failed: " + e);
            return new Part(section.name(), List.of(), String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put(
                "run",
                options.scale() == Scale.FULL
                        ? "full"
                        : "quick: shows that everything works, its figures mean nothing");
        facts.put("rounds", Integer.toString(options.rounds()));
        facts.put(
                "cluster",
                "three brokers on the same machine, topics with %d partitions, three replicas, min.insync.replicas 2"
                        .formatted(SuiteRun.PARTITIONS));
        facts.put("heap of each contender", SuiteRun.HEAP_MEBIBYTES + " MiB");
        facts.putAll(MachineFacts.read());
        return facts;
    }

    /** After each section, so that nothing is lost when a later one is stopped. */
    private void write(Report report) throws IOException {
        Files.createDirectories(options.out());
        Files.writeString(options.out().resolve("report.md"), MarkdownReport.text(report));
        Files.writeString(options.out().resolve("report.json"), JsonReport.text(report));
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
