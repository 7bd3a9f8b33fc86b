package io.kafkasdk.reliability;

import io.kafkasdk.reliability.report.JsonReport;
import io.kafkasdk.reliability.report.MarkdownReport;
import io.kafkasdk.reliability.report.Report;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.ledger.Ledger;
import io.kafkasdk.test.ledger.LogScan;
import io.kafkasdk.test.nemesis.Arena;
import io.kafkasdk.test.nemesis.FaultPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One run: brokers and clients are started, broken by a plan, let come to rest, and judged. {@code reliability/run.sh} builds
 * and starts it, from the root of the repository.
 */
public final class ReliabilityRun {

    private static final int BROKEN = 1;
    private static final int MISUSED = 2;
    private static final int NOT_RUN = 3;

    private final RunOptions options;
    private final Profile profile;
    private final Consumer<String> out;
    private final long startedAt = System.nanoTime();

    ReliabilityRun(RunOptions options, Consumer<String> out) {
        this.options = options;
        this.profile = Profile.of(options);
        this.out = out;
    }

    /**
     * Runs it and writes {@code report.md} and {@code report.json}. Ends with 0 when every check holds, 1 when one is broken,
     * 2 when it does not understand its arguments, 3 when the run could not be carried out as planned.
     *
     * @param args as the help of {@code reliability/run.sh} says
     */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        System.exit(exitCode(args));
    }

    private static int exitCode(String[] args) {
        ReliabilityRun run;
        try {
            run = new ReliabilityRun(
                    RunOptions.parse(
                            List.of(args), () -> ThreadLocalRandom.current().nextInt(1_000_000)),
                    System.out::println);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "; see reliability/run.sh --help");
            return MISUSED;
        }
        try {
            Outcome outcome = run.run();
            if (!outcome.judgement().isClean()) {
                return BROKEN;
            }
            return outcome.mishaps().isEmpty() ? 0 : NOT_RUN;
        } catch (RuntimeException e) {
            e.printStackTrace();
            return NOT_RUN;
        } catch (InterruptedException e) {
            return NOT_RUN;
        }
    }

    /**
     * Carries it out; blocks until the report is written.
     *
     * @throws RunFailedException when it cannot begin
     */
    Outcome run() throws InterruptedException {
        say("seed " + options.seed() + ", profile " + profile.name() + ", protocol " + options.protocols() + ", in "
                + options.out());
        Path ledgerDirectory = emptied("ledger");
        Path output = emptied("output");
        Ledger ledger = Ledger.in(ledgerDirectory);
        Topology topology = Topology.of(options.protocols(), options.seed());
        try (Bench bench = Bench.start(topology, profile.times(), this::say);
                Fleet fleet = Fleet.of(bench, profile, ledgerDirectory, output)) {
            Arena arena = fleet.arena(bench);
            FaultPlan plan = profile.plan(options.seed(), arena.possible());
            say("%d faults planned, about %d s"
                    .formatted(plan.steps().size(), Profile.estimate(plan).toSeconds()));
            Storm storm = new Storm(bench, fleet, ledger, this::say);
            List<String> mishaps = storm.pass(arena, plan);
            say("reading all topics");
            Evidence evidence = ledger.evidence(
                    LogScan.of(Map.of("bootstrap.servers", bench.bootstrap())).read(topology.topics()));
            say("judging %,d records sent and %,d attempts to handle one"
                    .formatted(evidence.sent().size(), evidence.handlings().size()));
            return judged(new Findings(options, profile, topology, plan, evidence), bench, mishaps);
        }
    }

    private Outcome judged(Findings findings, Bench bench, List<String> mishaps) {
        Map<String, String> machine =
                MachineFacts.read(bench.cluster().broker(1).log());
        var judgement = findings.judge();
        Report report = findings.report(judgement, mishaps, machine, seconds());
        try {
            Files.writeString(options.out().resolve("report.md"), MarkdownReport.text(report));
            Files.writeString(options.out().resolve("report.json"), JsonReport.text(report));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        judgement.broken().forEach(result -> say(result.toString()));
        say(report.verdict() + " Written: " + options.out().resolve("report.md"));
        return new Outcome(judgement, mishaps, report, options.out());
    }

    private long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt);
    }

    private void say(String text) {
        out.accept("[%4d s] %s".formatted(seconds(), text));
    }

    /** What an earlier run left there would be taken for this one's. */
    private Path emptied(String name) {
        Path directory = options.out().toAbsolutePath().resolve(name);
        try {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.walk(directory)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make " + directory + " empty", e);
        }
    }
}
