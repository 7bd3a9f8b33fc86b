package io.kafkasdk.reliability;

import io.kafkasdk.reliability.report.FaultFigures;
import io.kafkasdk.reliability.report.GapFigures;
import io.kafkasdk.reliability.report.HandlingFigures;
import io.kafkasdk.reliability.report.Report;
import io.kafkasdk.reliability.report.ResourceFigures;
import io.kafkasdk.reliability.report.SendingFigures;
import io.kafkasdk.reliability.report.Side;
import io.kafkasdk.reliability.report.Table;
import io.kafkasdk.test.guarantee.CheckResult;
import io.kafkasdk.test.guarantee.Gaps;
import io.kafkasdk.test.guarantee.GroupDuty;
import io.kafkasdk.test.guarantee.Judgement;
import io.kafkasdk.test.guarantee.NothingLeaks;
import io.kafkasdk.test.guarantee.OnlyGoneIsSkipped;
import io.kafkasdk.test.guarantee.ProgressDuringFault;
import io.kafkasdk.test.guarantee.Referee;
import io.kafkasdk.test.guarantee.RightPlace;
import io.kafkasdk.test.guarantee.TextsTell;
import io.kafkasdk.test.ledger.Evidence;
import io.kafkasdk.test.nemesis.FaultKind;
import io.kafkasdk.test.nemesis.FaultPlan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Has the referee judge what a run left, and puts the figures beside it. Decides nothing itself. */
record Findings(RunOptions options, Profile profile, Topology topology, FaultPlan plan, Evidence evidence) {

    /** What the SDK names its errors of sends. */
    private static final Set<String> ERRORS = Set.of("SendFailedException");

    /**
     * What is no leak: a client's thread or connection more, and the meters of each partition that a member takes over when
     * the others of its groups are down, some 30 partitions with some 3 meters each.
     */
    private static final NothingLeaks.Slack SLACK = new NothingLeaks.Slack(8, 40, 100, 1.5);

    /** Those that hit topics or users of the SDK's only. */
    private static final List<String> MISSED_BY_PLAIN = List.of(
            FaultKind.ISR_BELOW_MIN.label(),
            FaultKind.ACL_REVOKED.label(),
            FaultKind.TOPIC_RECREATED.label(),
            FaultKind.PARTITIONS_ADDED.label(),
            FaultKind.RETENTION_PASSED.label());

    Judgement judge() {
        Set<String> deadLetters = new HashSet<>(topology.deadLetterTopics());
        return Referee.of(topology.duties(Side.SDK).toArray(new GroupDuty[0]))
                .with(new RightPlace(deadLetters, Set.of(Topology.CHANGING)))
                .with(new ProgressDuringFault(Findings::neverStopped, Bounds.of(profile.times())))
                .with(new OnlyGoneIsSkipped(topology.duties(Side.SDK)))
                .with(new TextsTell(Set.of(Bench.PASSWORD), ERRORS))
                .with(new NothingLeaks(SLACK))
                .judge(Side.SDK.part(evidence));
    }

    /** What has the same faults as the plain client. */
    private static Gaps main(Gaps gaps) {
        return gaps.producers(Side.SDK::has).groups(group -> group.startsWith(Topology.MAIN));
    }

    /** All but the group whose only member is stopped on purpose. */
    private static Gaps neverStopped(Gaps gaps) {
        return gaps.producers(Side.SDK::has)
                .groups(group -> Side.SDK.has(group) && !group.startsWith(Topology.RETENTION));
    }

    /** The plain client by the same checks: what the SDK adds. */
    private Table plainClient() {
        Judgement plain = Referee.of(topology.duties(Side.PLAIN).toArray(new GroupDuty[0]))
                .judge(Side.PLAIN.part(evidence));
        return new Table(
                "The plain client by the same checks",
                "For comparison; not part of the verdict. Its loop commits after each poll, and it has no dead letter topic.",
                List.of("check", "looked at", "broken"),
                plain.results().stream()
                        .map(result -> Arrays.<Object>asList(result.check(), result.examined(), result.violations()))
                        .toList());
    }

    Report report(Judgement judgement, List<String> mishaps, Map<String, String> machine, long seconds) {
        GapFigures gaps = GapFigures.of(evidence, Findings::main, MISSED_BY_PLAIN);
        List<Table> tables = new ArrayList<>(List.of(
                SendingFigures.outcomes(evidence),
                SendingFigures.errors(evidence),
                HandlingFigures.groups(evidence, topology.duties()),
                FaultFigures.kinds(evidence)));
        tables.addAll(gaps.longest());
        tables.add(gaps.recovery());
        tables.add(plainClient());
        tables.add(ResourceFigures.peaks(evidence));
        return new Report(
                "Reliability run " + profile.name() + ", seed " + options.seed(),
                verdict(judgement, mishaps),
                facts(machine, seconds),
                tables,
                judgement.results(),
                notes(mishaps),
                plan.text().lines().toList());
    }

    /** Clients that are hit as twins are counted each; those of a rebalance storm are not. */
    private String kills() {
        long brokers = count(FaultKind.BROKER_KILL) + 3 * count(FaultKind.ALL_BROKERS_DOWN);
        long clients = evidence.faults().stream()
                .filter(fault -> fault.fault().equals(FaultKind.CONSUMER_KILL.label()))
                .mapToLong(fault -> fault.target().split(" and ", -1).length)
                .sum();
        return brokers + " of brokers, " + clients + " of clients";
    }

    private long count(FaultKind kind) {
        return evidence.faults().stream()
                .filter(fault -> fault.fault().equals(kind.label()))
                .count();
    }

    private static String verdict(Judgement judgement, List<String> mishaps) {
        String cut = mishaps.isEmpty() ? "" : " The run did not go as planned: " + String.join("; ", mishaps) + ".";
        if (!judgement.isClean()) {
            return "BROKEN: " + names(judgement.broken()) + "." + cut;
        }
        String empty = judgement.unproven().isEmpty()
                ? ""
                : " Nothing to look at, and so nothing shown: " + names(judgement.unproven()) + ".";
        return "Clean: all " + judgement.results().size() + " checks hold." + empty + cut;
    }

    private static String names(List<CheckResult> results) {
        return results.stream().map(CheckResult::check).collect(Collectors.joining(", "));
    }

    private Map<String, String> facts(Map<String, String> machine, long seconds) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put("seed", Long.toString(options.seed()));
        facts.put(
                "length",
                seconds + " s, faults planned for about "
                        + Profile.estimate(plan).toSeconds() + " s");
        facts.put("faults", Integer.toString(evidence.faults().size()));
        facts.put("kills", kills());
        facts.put(
                "brokers' session",
                profile.times().brokerSession().toSeconds() + " s; of the groups' members "
                        + profile.times().memberSession().toSeconds() + " s"
                        + (Bench.isShortened(profile.times()) ? ", shortened for this profile" : ", Kafka's defaults"));
        facts.put(
                "groups",
                topology.groups().stream()
                        .map(group -> group.name() + " by " + group.protocol())
                        .collect(Collectors.joining(", ")));
        facts.put("load", profile.load().toString());
        facts.putAll(machine);
        return facts;
    }

    private List<String> notes(List<String> mishaps) {
        List<String> notes = new ArrayList<>(mishaps);
        notes.add("Single machine, loopback, page-cache durability: power loss is not tested.");
        notes.add("The same seed gives the same plan, not the same interleaving.");
        notes.add(
                "Faults of links are between the clients of the plain listener and the brokers; the guarded sender, which"
                        + " logs in, is not behind them.");
        notes.add("The faults " + String.join(", ", MISSED_BY_PLAIN) + " hit the SDK's topics only.");
        Set<String> left = Arrays.stream(FaultKind.values())
                .filter(kind -> !plan.kinds().contains(kind))
                .map(FaultKind::label)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!left.isEmpty()) {
            notes.add("Not in this plan, by its profile or options: " + String.join(", ", left) + ".");
        }
        return notes;
    }
}
